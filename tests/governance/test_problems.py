"""What is wrong with a policy, in full and no longer than a person reads; and what its words know by themselves."""

import pytest
from pydantic import ValidationError

from governance.policy.problems import LONGEST, Mark, PolicyRefused, Problem, problem, suggestion
from governance.policy.vocabulary import Children, Consent

MARK = Mark("rules.yaml", 7, 3)
SAID = Problem("rules.yaml", 7, 3, "B01", "error", "It rests on nothing.", "add a basis.", "A-1", "Clause 1: “So”.")


def test_a_problem_is_one_line_with_its_place_first() -> None:
    assert str(SAID) == (
        "rules.yaml:7:3 PL-B01 error: It rests on nothing. Clause 1: “So”. Fix: add a basis."
    )  # fmt: skip
    assert str(problem(MARK, "C06", "It is not done.", "do it.", "warning")) == (
        "rules.yaml:7:3 PL-C06 warning: It is not done. Fix: do it."
    )


def test_a_long_message_is_cut_and_one_that_just_fits_is_not() -> None:
    fits, longer = "x" * LONGEST, "x" * (LONGEST + 1)
    assert problem(MARK, "C06", fits, "do it.").message == fits
    assert problem(MARK, "C06", longer, "do it.").message == f"{fits} …"


def test_a_refusal_lists_all_in_reading_order_and_tells_the_first_error() -> None:
    later = problem(Mark("rules.yaml", 9), "R02", "No such name.", "write another.")
    hint = problem(Mark("a.yaml"), "L02", "It matches nothing.", "remove it.", "warning")
    refused = PolicyRefused([later, SAID, hint])
    assert refused.problems == (hint, SAID, later)
    assert str(refused) == f"{hint}\n{SAID}\n{later}"
    assert (refused.code, refused.data) == ("policy-refused", {"errors": 2, "first": str(SAID)})
    assert PolicyRefused([hint]).data == {"errors": 0, "first": "none"}


@pytest.mark.parametrize(
    ("name", "known", "said"),
    [
        ("lendin", ["lending", "landing", "rights"], "did you mean `lending`?"),
        ("lending", ["landing", "sending"], "did you mean `sending`?"),
        ("joy", ["lending"], "declare it."),
        ("joy", [], "declare it."),
    ],
)
def test_the_nearest_known_name_is_suggested_where_one_is_near(name: str, known: list[str], said: str) -> None:
    assert suggestion(name, known, "declare it.") == said


@pytest.mark.parametrize(
    ("floor", "default", "ages", "country", "age"),
    [
        (13, 16, {"AT": 14}, None, 16),
        (13, 15, {"AT": 14, "DE": 16}, None, 16),
        (13, 12, {}, None, 13),
        (13, 16, {"AT": 14}, "DE", 16),
        (13, 16, {"AT": 14}, "AT", 14),
        (13, 16, {"AT": 12}, "AT", 13),
    ],
)
def test_the_age_of_consent_is_the_country_s_or_the_highest_and_never_below_the_floor(
    floor: int, default: int, ages: dict[str, int], country: str | None, age: int
) -> None:
    children = Children(floor=floor, unknown="deny", default_consent_age=default, digital_consent_age=ages)
    assert children.consent_age(country) == age


@pytest.mark.parametrize(
    ("lifetime", "said"),
    [
        (3, "this is not a duration such as 60s, 15m, 24h or 30d"),
        ("3y", "`3y` is not a duration such as 60s, 15m, 24h or 30d"),
    ],
)
def test_what_is_no_duration_is_told_as_one(lifetime: object, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Consent.model_validate({"label": "a", "purpose": "b", "explicit": True, "lifetime": lifetime})
    [error] = refused.value.errors()
    assert (error["type"], error["msg"], error["loc"]) == ("duration", said, ("lifetime",))
