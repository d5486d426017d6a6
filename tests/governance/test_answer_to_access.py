"""The answer to a request for access: every item of Art. 15, and nothing that the policy cannot tell."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from shipped_policy import shipped

from governance.access import REQUIRED, Answer, Disclosure, Item, build_answer, missing
from governance.fulfilment import begins_by_itself, is_masked, shows_others
from governance.identity import Channel
from governance.masking import masked
from governance.policy import Policy
from governance.rights import Kind

HELD = {"account.identity": 1, "document.image": 2, "text.extracted": 0}
MOMENT = datetime(2026, 5, 4, tzinfo=UTC)


def answer(policy: Policy | None = None, kind: Kind = Kind.ACCESS, **other: Any) -> Answer:
    stated: dict[str, Any] = {
        "reference": "R-1", "made_on": date(2026, 5, 4), "disclosures": (), "withheld": (), "copy": ("data.json",),
        "others": "Nothing of others is in it.", "profile": "EU",
    }  # fmt: skip
    return build_answer(policy or shipped(), kind, other.pop("held", HELD), **{**stated, **other})


@pytest.mark.parametrize("kind", REQUIRED)
def test_an_answer_from_the_shipped_policy_lacks_nothing_and_tells_of_what_is_held_alone(kind: Kind) -> None:
    made = answer(kind=kind)
    assert missing(made) == ()
    assert [line.category for line in made.lines] == ["account.identity", "document.image"]
    assert all(line.uses and line.period and line.source and line.label for line in made.lines)
    assert set(made.clauses) <= set(shipped().clauses)
    assert answer(held={}).held is False


def test_what_nobody_looked_for_is_missing_and_not_none() -> None:
    assert missing(answer(disclosures=None)) == (Item.RECIPIENTS, Item.SAFEGUARDS)
    assert missing(answer(disclosures=None, kind=Kind.KNOW_CATEGORIES)) == (Item.RECIPIENTS, Item.SOLD)
    assert Item.COMPLAINT in missing(answer(replace(shipped(), clauses={})))


def test_a_category_that_the_policy_does_not_know_can_not_be_answered_for() -> None:
    made = answer(held={"moon.phase": 3})
    assert [(line.label, line.uses, line.period, line.source) for line in made.lines] == [("", (), "", "")]
    assert set(missing(made)) >= {Item.PURPOSES, Item.CATEGORIES, Item.PERIODS, Item.SOURCE}


def test_a_date_that_is_also_the_latest_one_is_said_once() -> None:
    periods = {line.category: line.period for line in answer(held=dict.fromkeys(shipped().categories, 1)).lines}
    assert any("at the latest" in period for period in periods.values())
    assert any(period and "at the latest" not in period for period in periods.values())
    unnamed = answer(replace(shipped(), events={}))
    assert any("account.last_login" in line.period for line in unnamed.lines)


def test_what_was_passed_on_is_told_with_its_safeguard_and_a_third_party_by_name() -> None:
    hosting = Disclosure("cloud_hosting", "document.image", MOMENT)
    made = answer(disclosures=(hosting,))
    label = shipped().recipients["cloud_hosting"].label
    assert made.transfers is not None
    assert all(line.startswith(f"{label}: ") for line in made.transfers)
    assert made.sold.startswith("Nothing about you was sold")
    third = next(name for name, entry in shipped().recipients.items() if entry.role == "third_party")
    assert answer(disclosures=(Disclosure(third, "usage.events", MOMENT),)).sold == (
        f"Passed on to third parties: usage.events to {third}"
    )


@pytest.mark.parametrize(
    ("kind", "channel", "about", "begins"),
    [
        (Kind.OPT_OUT, Channel.EMAIL, "", True), (Kind.OPT_OUT, Channel.AGENT, "", False),
        (Kind.OBJECTION, Channel.EMAIL, "", True), (Kind.OBJECTION, Channel.AGENT, "", True),
        (Kind.ACCESS, Channel.ACCOUNT, "", True), (Kind.ACCESS, Channel.EMAIL, "", False),
        (Kind.CORRECTION, Channel.ACCOUNT, "email", True), (Kind.CORRECTION, Channel.ACCOUNT, "other", False),
    ],
)  # fmt: skip
def test_what_begins_before_anybody_has_looked(kind: Kind, channel: Channel, about: str, begins: bool) -> None:
    assert begins_by_itself(kind, channel, about) is begins


def test_names_may_be_of_others_and_numbers_are_never_sent() -> None:
    assert shows_others({"PERSON": 1})
    assert not shows_others({"PERSON": 0, "URL": 3})
    assert is_masked("CREDIT_CARD")
    assert is_masked("A_KIND_OF_TOMORROW")
    assert not is_masked("PERSON")
    assert not is_masked("SPECIAL_HEALTH")


def test_a_notice_stands_in_place_of_each_hidden_value_and_overlaps_are_covered_whole() -> None:
    text = "Card 4111 and Ann"
    found = [("PERSON", 14, 17), ("CREDIT_CARD", 5, 9), ("ID_OTHER", 7, 13), ("CREDIT_CARD", 3, 3)]
    assert masked(text, found, is_masked) == ("Card [credit card is held] Ann", {"CREDIT_CARD": 1})
    assert masked(text, [], is_masked) == (text, {})
