"""Answers as data: complete or not sent, masked where the law wants it, begun by software where nobody need look."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_policy import shipped

from governance.access import REQUIRED, Disclosure, Item, build_answer, missing
from governance.fulfilment import PARTS, STEPS, begins_by_itself, is_masked, shows_others
from governance.identity import Channel
from governance.masking import masked, notice
from governance.rights import Kind

HELD = {"account.identity": 1, "text.extracted": 2, "record.decision": 30, "findings.summary": 0}
MADE = date(2026, 11, 28)


def an_answer(kind=Kind.ACCESS, held=HELD, disclosures=(), policy=None, copy=("rows",)):
    return build_answer(
        policy or shipped(), kind, held, reference="XKH0M-E8JFD", made_on=MADE, disclosures=disclosures, withheld=(),
        copy=copy, others="No text shows names.", profile="EU",
    )  # fmt: skip


def test_an_answer_from_the_shipped_policy_lacks_nothing():
    for kind in REQUIRED:
        assert missing(an_answer(kind)) == ()
        assert missing(an_answer(kind, held={})) == ()


def test_it_says_what_for_from_where_for_whom_and_until_when():
    lines = {line.category: line for line in an_answer().lines}
    assert set(lines) == {"account.identity", "text.extracted", "record.decision"}
    text = lines["text.extracted"]
    assert text.period == "30 days after the data came into being"
    assert "Keeping a text because the person chose so" in {use.activity for use in text.uses}
    assert {use.article for use in text.uses} >= {"6(1)(b)"}
    assert "a cloud hosting firm" in text.recipients
    assert text.source.startswith("Read by our software")
    assert "and 730 days" in lines["account.identity"].period


def test_every_category_of_the_policy_has_a_source_a_period_and_a_use():
    policy = shipped()
    answer = an_answer(held=dict.fromkeys(policy.categories, 1))
    assert [line.category for line in answer.lines if not (line.source and line.period)] == []
    dormant = {name for name, category in policy.categories.items() if getattr(category, "expect", "")}
    assert {line.category for line in answer.lines if not line.uses} <= dormant


GONE = [
    (Item.CONFIRMATION, {"reference": ""}), (Item.RECIPIENTS, {"disclosures": None}), (Item.RIGHTS, {"rights": ()}),
    (Item.COMPLAINT, {"complaint": ""}), (Item.AUTOMATED, {"automated": ""}), (Item.SAFEGUARDS, {"transfers": None}),
    (Item.COPY, {"copy": ()}), (Item.OTHERS, {"others": ""}), (Item.CATEGORIES, {"held": False}),
]  # fmt: skip


@pytest.mark.parametrize(("item", "without"), GONE)
def test_what_is_taken_out_is_named(item, without):
    assert missing(replace(an_answer(), **without)) == (item,)


@pytest.mark.parametrize(
    ("item", "without"),
    [(Item.PURPOSES, {"uses": ()}), (Item.PERIODS, {"period": ""}), (Item.SOURCE, {"source": ""}),
     (Item.CATEGORIES, {"label": ""})],
)  # fmt: skip
def test_what_one_line_lacks_is_named(item, without):
    answer = an_answer()
    first, *others = answer.lines
    assert missing(replace(answer, lines=(replace(first, **without), *others))) == (item,)


def test_a_category_that_the_policy_does_not_know_cannot_be_answered_for():
    assert set(missing(an_answer(held={"nothing.known": 1}))) == {
        Item.PURPOSES, Item.CATEGORIES, Item.PERIODS, Item.SOURCE,
    }  # fmt: skip


def test_who_really_got_something_is_named_with_the_safeguard():
    last = datetime(2026, 11, 1, tzinfo=UTC)
    answer = an_answer(disclosures=(Disclosure("cloud_hosting", "text.extracted", last),))
    assert answer.transfers == ("a cloud hosting firm: standard_clauses",)
    assert answer.sold.startswith("Nothing about you was sold")
    assert "advertiser" in an_answer(disclosures=(Disclosure("advertiser", "usage.events", last),)).sold
    assert (
        "Nothing about you was sold"
        in an_answer(disclosures=(Disclosure("chosen_service", "request.answer", last),)).sold
    )
    assert an_answer(disclosures=None).sold == ""


def test_events_without_a_label_are_said_by_their_names_and_complaints_need_their_sentence():
    policy = shipped()
    bare = replace(policy, events={}, clauses={})
    answer = an_answer(policy=bare)
    assert "data.created" in answer.lines[-1].period
    assert missing(answer) == (Item.COMPLAINT,)


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.sampled_from(["IBAN_CODE", "PERSON"]), st.integers(0, 60), st.integers(0, 60)), max_size=6),
)
def test_nothing_that_is_hidden_is_left_and_nothing_else_is_touched(text, findings):
    findings = [(kind, min(a, len(text)), min(b, len(text))) for kind, a, b in findings]
    hidden = [(a, b) for kind, a, b in findings if kind == "IBAN_CODE" and a < b]
    covered = {at for a, b in hidden for at in range(a, b)}
    written, counts = masked(text, findings, lambda kind: kind == "IBAN_CODE")
    left = "".join(sign for at, sign in enumerate(text) if at not in covered)
    mark = f"[{notice('IBAN_CODE')}]"
    if mark not in text:
        assert written.replace(mark, "") == left
        assert written.count(mark) == sum(counts.values())
    assert bool(counts) == bool(hidden)


def test_california_masks_numbers_and_keeps_names_and_unknown_types_are_masked():
    assert all(is_masked(kind) for kind in ("US_SSN", "IBAN_CODE", "PASSPORT", "DE_TAX_ID", "NEVER_HEARD_OF"))
    assert not any(is_masked(kind) for kind in ("PERSON", "ADDRESS", "DATE_TIME", "SPECIAL_HEALTH"))
    assert is_masked("SPECIAL_BIOMETRICS")


def test_names_in_a_text_may_be_other_peoples():
    assert shows_others({"PERSON": 2})
    assert not shows_others({"PERSON": 0, "DATE_TIME": 3})


def test_software_begins_where_nobody_need_look():
    account = {kind for kind in Kind if begins_by_itself(kind, Channel.ACCOUNT, "")}
    assert account == set(Kind) - {Kind.CORRECTION}
    assert begins_by_itself(Kind.CORRECTION, Channel.ACCOUNT, "email")
    mail = {kind for kind in Kind if begins_by_itself(kind, Channel.EMAIL, "")}
    assert mail == {Kind.OBJECTION, Kind.RESTRICTION, Kind.WITHDRAWAL, Kind.OPT_OUT, Kind.LIMIT}
    assert not begins_by_itself(Kind.OPT_OUT, Channel.AGENT, "")


def test_every_kind_has_its_steps_and_what_is_handed_out_is_gathered_first():
    assert set(STEPS) == set(Kind)
    for kind, parts in PARTS.items():
        assert STEPS[kind][: len(parts)] == parts
        assert STEPS[kind][-1] == "pack"
