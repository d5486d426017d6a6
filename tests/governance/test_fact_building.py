"""Facts: finite words, nothing guessed, ages exact to the day."""

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_policy import shipped

from governance import terms
from governance.copies import CopyState
from governance.documents import ENDED, LIVE
from governance.facts import SUPPLIED, age_band, build_facts
from governance.texts import TextState

BIRTHS = st.dates(date(1900, 1, 1), date(2030, 1, 1))


def birthday(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


@given(BIRTHS, st.integers(0, 18), st.integers(0, 5))
def test_a_band_begins_on_the_birthday_and_not_a_day_earlier(born: date, floor: int, more: int) -> None:
    consent_age = floor + more
    for years, before, after in ((floor, "below_floor", None), (consent_age, None, "of_age")):
        day = birthday(born, years)
        assert after is None or age_band(born, day, floor, consent_age) == after
        if before is not None and years > 0:
            assert age_band(born, day - timedelta(days=1), floor, consent_age) == before
    if 0 < floor < consent_age:
        assert age_band(born, birthday(born, floor), floor, consent_age) == "below_consent_age"
        assert (
            age_band(born, birthday(born, consent_age) - timedelta(days=1), floor, consent_age) == "below_consent_age"
        )


@given(BIRTHS, st.integers(0, 20_000), st.integers(0, 20_000))
def test_nobody_grows_younger(born: date, days: int, more: int) -> None:
    order = ("below_floor", "below_consent_age", "of_age")
    bands = [age_band(born, born + timedelta(days=span), 13, 16) for span in (days, days + more)]
    assert order.index(bands[0]) <= order.index(bands[1])


def test_who_was_born_on_a_leap_day_comes_of_age_on_the_first_of_march() -> None:
    born = date(2012, 2, 29)
    assert age_band(born, date(2025, 2, 28), 13, 16) == "below_floor"
    assert age_band(born, date(2025, 3, 1), 13, 16) == "below_consent_age"


def test_a_birth_in_the_future_and_a_floor_above_the_consent_age_are_refused() -> None:
    with pytest.raises(ValueError, match="future"):
        age_band(date(2030, 1, 1), date(2026, 1, 1), 13, 16)
    with pytest.raises(ValueError, match="floor"):
        age_band(date(2000, 1, 1), date(2026, 1, 1), 17, 16)


def test_what_is_not_said_is_left_out() -> None:
    assert dict(build_facts()) == {}
    assert dict(build_facts(overdue=False, consents={"store_text": "given"}, job_stage="received")) == {
        "data.overdue": "false", "consent.store_text": "given", "job.stage": "received",
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong", [{"job_stage": "done"}, {"actor_role": "unknown"}, {"consents": {"store_text": "perhaps"}}]
)
def test_a_word_outside_the_catalogue_is_a_mistake_of_the_caller(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="one of"):
        build_facts(**wrong)


def test_every_fact_can_be_built_and_every_built_fact_is_declared_by_the_shipped_policy() -> None:
    built = build_facts(
        job_stage="queued", text_state="kept", copy_state="ready", copy_confirmed=True, findings_present="masked",
        findings_special=False, actor_role="dpo", actor_ticket=True, identity_verified=True,
        account_state="active", age_band="of_age", guardian_consent=True, location="eea", objected=False,
        restricted=False, opted_out_sale=False, limited=False, tenant_match=True, channel_encrypted=True,
        infra_approved=True,
        transfer_zone="local", transfer_safeguard=True, overdue=False, notice_current=True, recipient_contract=True,
        recipient_named=False,
        recipient_own_purposes=False, recipient_consideration=False, legal_compelled=False, legal_reviewed=False,
        legal_hold=False, restriction_keeps=False,
    )  # fmt: skip
    assert set(built) == set(SUPPLIED)
    declared = {name for name in shipped().facts if not name.startswith("consent.")}
    assert declared == set(SUPPLIED)
    for name in declared:
        assert set(shipped().facts[name].values[1:]) == set(SUPPLIED[name])


def test_the_stages_of_documents_and_texts_are_the_facts_the_policy_reads() -> None:
    assert set(terms.RUNNING_STAGES) == {stage.value for stage in LIVE}
    assert set(terms.ENDED_STAGES) == {stage.value for stage in ENDED}
    assert set(get_args(terms.JobStage)) == {"none", *terms.RUNNING_STAGES, *terms.ENDED_STAGES}
    assert {state.value for state in TextState} | {"none"} == set(get_args(terms.TextState))
    assert {state.value for state in CopyState} | {"none"} == set(get_args(terms.CopyState))


def test_durations_are_read_strictly_and_said_in_words() -> None:
    said = {"0s": "0 seconds", "1s": "1 second", "60s": "1 minute", "90m": "90 minutes", "24h": "1 day",
            "1h": "1 hour", "30d": "30 days", "365d": "365 days (about 1 year)", "395d": "395 days (about 13 months)",
            "730d": "730 days (about 2 years)"}  # fmt: skip
    assert {text: terms.duration_in_words(terms.seconds(text)) for text in said} == said
    for wrong in ("", "60", "1 h", "-1s", "1.5h", "01s", "1w", "1h30m", "١s"):
        with pytest.raises(ValueError, match="duration"):
            terms.seconds(wrong)


def test_words_are_listed_as_people_do() -> None:
    assert [terms.listed(words) for words in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == [
        "",
        "a",
        "a or b",
        "a, b or c",
    ]
