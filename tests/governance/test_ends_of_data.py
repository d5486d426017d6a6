"""Accounts, holds, dates and letters: what ends when, what may not end yet, and what is told about it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from shipped_policy import shipped

from governance.accounts import STEPS, AccountState, account_due, may_step, next_step, to_the_policy
from governance.dating import UNDATED, dated, lengthens, redated, rule_of
from governance.deletion_certificate import Frame, Gone, digest, of_document, of_erasure, signed_body
from governance.erasure import Erasure, Kept, Scope, Trigger
from governance.errors import ProvisoError
from governance.holds import PASSING, Hold, HoldKind, kept_rules
from governance.lateness import STEPS as LATE_STEPS
from governance.lateness import count_steps, rank, step_of, summary
from governance.messages import LETTERS, category, holding, sending, written
from governance.rights import Act, NotNow, Progress, step

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FRAME = Frame("Proviso 1", 30, "", NOW)


def test_an_account_goes_on_only_along_the_table_and_never_back_from_its_closing() -> None:
    for state, following in STEPS.items():
        assert {word for word in AccountState if may_step(state, word)} == following
    assert not may_step("forgotten", "active")
    assert to_the_policy("warned") == "active"
    assert to_the_policy("purged") == "closed"
    assert to_the_policy("deletion_requested") == "deletion_requested"


def test_time_alone_makes_an_account_inactive_warned_closed_and_purged_in_this_order() -> None:
    due_at = account_due(shipped(), NOW, None)
    steps = {state: next_step(shipped(), state, due_at) for state in AccountState}
    assert steps[AccountState.DELETION_REQUESTED] is None
    assert steps[AccountState.PURGED] is None
    moments = []
    for state, following in (
        ("active", "inactive"),
        ("inactive", "warned"),
        ("warned", "closed"),
        ("closed", "purged"),
    ):
        found = steps[AccountState(state)]
        assert found is not None
        assert found[0] == following
        moments.append(found[1])
    assert moments == sorted(moments)
    assert account_due(shipped(), NOW, NOW) < due_at


def test_a_row_is_dated_by_the_rule_of_its_category_and_keeps_an_earlier_date() -> None:
    policy = shipped()
    found = dated(policy, "document.image", {"data.received": NOW, "job.ended": NOW})
    assert found.due_at > NOW
    assert (found.rule, found.policy) == ("R-DOC", policy.digest)
    assert rule_of(policy, "R-DOC", "nothing") == policy.retention["R-DOC"]
    assert rule_of(policy, "R-GONE", "document.image") == policy.retention["R-DOC"]
    assert rule_of(policy, "R-GONE", "nothing") is None
    rules = policy.change_notification
    assert rules is not None
    for longer in (False, True):
        other = replace(policy, change_notification=rules.model_copy(update={"lengthen_held": longer}))
        assert lengthens(other) is longer
        assert redated(other, NOW, NOW - DAY) == NOW - DAY
        assert redated(other, NOW, NOW + DAY) == (NOW + DAY if longer else NOW)
        assert redated(other, UNDATED, NOW) == NOW
    assert not lengthens(replace(policy, change_notification=None))


def test_a_hold_ends_by_itself_and_keeps_what_its_kind_may_keep() -> None:
    hold = Hold("h", HoldKind.LEGAL, 1, "", "legal-claim", "the legal office", NOW, NOW + DAY)
    assert hold.active(NOW)
    assert not hold.active(NOW + DAY)
    assert not replace(hold, released_at=NOW).active(NOW)
    assert hold.keeps
    restriction = replace(hold, kind=HoldKind.RESTRICTION, ground="accuracy")
    assert not restriction.keeps
    assert replace(restriction, ground="unlawful").keeps
    legal, own = kept_rules(shipped(), HoldKind.LEGAL), kept_rules(shipped(), HoldKind.RESTRICTION)
    assert all(shipped().retention[name].legal_hold == "suspends" for name in legal)
    assert not any(set(shipped().retention[name].of) <= PASSING for name in own)


def test_lateness_is_counted_in_steps_and_summed_up_without_inventing_a_value() -> None:
    assert step_of(-3) == step_of(0) == 0
    assert step_of(10**9) == len(LATE_STEPS)
    steps = count_steps([0.0, 0.2, 0.22, 4.0])
    assert steps == {0: (1, 0.0), 2: (2, 0.22), 6: (1, 4.0)}
    found = summary(steps)
    assert found is not None
    assert rank(steps, 50) == 0.22
    assert rank(steps, 95) == 4.0
    assert summary({}) is None
    assert rank({}, 50) == 0.0


@pytest.mark.parametrize("name", LETTERS)
def test_every_letter_may_be_written_and_names_nothing_in_its_subject(name: str) -> None:
    letter = LETTERS[name]
    words = dict.fromkeys(("link", "until", "contact", "text", "reference", "due", "code"), "X")
    subject, text = written(letter, lambda said: said, words)
    assert "{" not in subject + text
    assert letter.purpose in shipped().purposes
    assert sending(letter.purpose).category == "account.identity"
    assert holding(letter.purpose).category == category(letter.purpose)
    assert category(letter.purpose) in shipped().categories


def test_the_certificate_of_a_document_names_no_object_and_binds_to_each() -> None:
    image = Gone("upload", "d" * 32, "salt", "document.image", "R-DOC", NOW, NOW + DAY, NOW)
    text = replace(image, kind="text", category="text.extracted", rule="R-TEXT", salt="other")
    made = of_document(shipped(), [image, text], "GDPR Art. 5(1)(e)", FRAME)
    assert [line["commitment"] for line in made["objects"]] == [image.commitment, text.commitment]  # type: ignore[attr-defined]
    assert image.commitment != text.commitment
    assert made["backups"]["state"] == "PARTIAL_UNTIL 2026-06-03T12:00:00Z"  # type: ignore[index]
    assert of_document(shipped(), [image], "x", FRAME)["backups"]["state"] == "COMPLETE"  # type: ignore[index]
    lines = signed_body("house", digest(made)).decode().splitlines()
    assert lines[:2] == ["house", "proviso deletion certificate"]
    assert len(lines) == 3


def test_the_certificate_of_a_person_says_what_stays_and_who_was_told() -> None:
    kept = Kept("billing.records", 2, "R-BILL", ("c4.1.1",), "tax law")
    erasure = Erasure("e", "REF", 1, Trigger.REQUEST, Scope.ALL, "r", "p", "R-DOC", NOW, NOW + DAY, kept=(kept,))
    made = of_erasure(shipped(), erasure, [], [("cloud_hosting", "moon", NOW), ("nobody", "moon", None)], FRAME)
    assert made["subject_ref"] == "REF"
    assert [one["told_at"] for one in made["recipients"]] == ["2026-05-04T12:00:00Z", ""]  # type: ignore[attr-defined]
    assert [one["category"] for one in made["recipients"]] == ["moon", "moon"]  # type: ignore[attr-defined]
    assert made["kept"][0]["ground"] == "tax law"  # type: ignore[index]


def test_an_extension_comes_before_the_time_is_up_or_not_at_all() -> None:
    with pytest.raises(NotNow, match="late"):
        step(Progress(), Act.EXTEND, on=NOW.date(), extend_by=(NOW - DAY).date())


def test_an_error_says_what_happened_and_what_to_do_next() -> None:
    error = ProvisoError("provers-disagree", goals="P01")
    assert "P01" in error.sentence
    assert error.next_step.endswith(".")
