"""A period has begun and does not end before it begins, for records and for packages."""

import pytest


@pytest.mark.parametrize(("role", "address"), [("dpo", "/dpo/records"), ("auditor", "/audit/packages")])
@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2026-02-01", "2026-01-31", "The last day lies before the first one."),
        ("2999-01-01", "2999-01-02", "The first day lies in the future."),
        ("", "2026-01-31", "Enter the first day of the period."),
    ],
)
def test_a_period_that_cannot_be_is_refused_with_its_reason(enter, role, address, since, until, said):
    answer = enter(role).post(address, {"since": since, "until": until})
    assert answer.status_code == 422
    assert said in answer.text
