"""What findings change: the date and the consent of a text, and what a copy may be held for."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from shipped_policy import shipped

from governance.copies import CopyKind
from governance.documents import item_of
from governance.policy import Cell, Request, decide
from governance.retention import due
from governance.texts import TextState, category, kept_category, shows_special

MADE = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER = st.timedeltas(timedelta(0), timedelta(days=60)).map(lambda span: MADE + span)
EVENTS = st.fixed_dictionaries(
    {}, optional={"user.delete": LATER, "account.closed": LATER, "consent.withdrawn": LATER, "job.ended": LATER}
)
COUNTS = st.dictionaries(
    st.sampled_from(["PERSON", "NRP", "SPECIAL_HEALTH", "DATE_TIME", "IBAN_CODE"]), st.integers(0, 9)
)


@given(st.sampled_from(list(CopyKind)), EVENTS)
def test_no_copy_outlives_a_day_its_owners_word_or_the_account(kind, events):
    rule = shipped().retention_for(kind.category)
    at = due(rule, {"data.created": MADE, **events})
    assert at <= MADE + timedelta(hours=24)
    assert all(at <= events[name] for name in ("user.delete", "account.closed") if name in events)


@given(EVENTS)
def test_a_text_with_special_signs_never_outlives_one_without(events):
    happened = {"data.created": MADE, **events}
    sensitive, plain = (shipped().retention_for(name) for name in ("text.sensitive", "text.extracted"))
    assert due(sensitive, happened) <= due(plain, happened)
    assert due(sensitive, {"data.created": MADE}) == MADE + timedelta(days=7)
    if "consent.withdrawn" in events:
        assert due(sensitive, happened) <= events["consent.withdrawn"]


@given(COUNTS, COUNTS)
def test_more_findings_never_make_a_text_less_guarded(counts, more):
    together = {name: counts.get(name, 0) + more.get(name, 0) for name in {*counts, *more}}
    assert shows_special(together) == (shows_special(counts) or shows_special(more))
    assert (kept_category(together) == "text.sensitive") == shows_special(together)


@given(st.sampled_from(list(TextState)), COUNTS)
def test_only_a_text_that_is_there_has_a_category_and_that_category_has_a_date(state, counts):
    found = category(state, counts)
    assert bool(found) == (state in {TextState.WAITING, TextState.KEPT})
    if found:
        assert shipped().retention_for(found).ceiling_seconds <= 30 * 86400


@given(st.text(max_size=40), st.text(max_size=40), st.integers(1, 9), st.integers(1, 9))
def test_attempts_and_parts_never_share_a_name(one, other, first, second):
    names = {item_of("d" * 32, part, attempt) for part in {one, other} for attempt in {first, second}}
    assert len(names) == len({one, other}) * len({first, second})
    assert all(len(name) == 32 and set(name) <= set("0123456789abcdef") for name in names)


@given(st.sampled_from(["collect", "store", "read", "export"]), st.sampled_from(["false", "unknown", None]))
def test_whatever_else_is_true_an_unconfirmed_painted_copy_serves_nobody(action, confirmed):
    facts = {
        "actor.role": "service" if action in {"collect", "store"} else "owner",
        "copy.state": "ready", "tenant.match": "true", "channel.encrypted": "true", "infra.approved": "true",
        "transfer.zone": "local", "data.overdue": "false", "subject.age_band": "of_age",
        "subject.restricted": "false", "account.state": "active",
    }  # fmt: skip
    cell = Cell(action, "copy.redacted", "provide_service", "user" if action in {"read", "export"} else "none")
    assert decide(shipped(), Request(cell, {**facts, "copy.confirmed": "true"})).allow
    withheld = facts if confirmed is None else {**facts, "copy.confirmed": confirmed}
    assert "F-COPY-UNCONFIRMED" in decide(shipped(), Request(cell, withheld)).denied_by
