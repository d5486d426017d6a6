"""Whoever had data set aside is told before it is used again (GDPR Art. 18(3)), whoever lifts the restriction."""

from datetime import timedelta

import pytest
from people_who_ask import ask

from governance.dating import Dated
from governance.holds import HoldKind
from governance.rights import Kind, State
from operations.facts import Actor, facts_of
from operations.holds import place_hold
from operations.lift_restriction import lift_restriction, review_restricted
from operations.release_hold import end_expired_holds, release_hold
from operations.set_aside import keep_at_word
from operations.sweep import sweep

OFFICER = Actor("dpo", encrypted=True, verified=True)


def held(desk, kind=HoldKind.RESTRICTION, ground="needed-by-person"):
    return place_hold(
        desk.services, kind=kind, person=desk.owner.person, ground=ground, owner="privacy desk",
        until=desk.hands.at + timedelta(days=1), by="test",
    )  # fmt: skip


def a_consent_that_is_due(desk):
    with desk.services.store.begin() as unit:
        unit.consents.record(
            person=desk.owner.person, consent="store_text", given=True, at=desk.hands.at, policy="p",
            dated=Dated(desk.hands.at, "R-RECORD", "p"),
        )  # fmt: skip


def swept(desk):
    return sum(one.gone for one in sweep(desk.services) if one.ending.name == "consent.due_at")


def kept_at_word(desk, unit, why):
    """Set everything aside for a reason, as a request of this moment does."""
    unit.corrections.restrict(desk.owner.person, on=True)
    return keep_at_word(desk.services, unit, desk.owner.person, why, asked_at=desk.hands.at)


def state(desk):
    """Give the grounds that still hold, and whether the account is restricted."""
    with desk.services.store.read() as unit:
        grounds = [hold.ground for hold in unit.holds.active(desk.hands.at)]
        return grounds, unit.people.get(desk.owner.person).restricted


def told(desk):
    """Give the letters with their languages, and the ledger's words of letters and ends in their order."""
    with desk.services.store.read() as unit:
        letters = [(one.letter, one.language) for one in unit.messages.of_person(desk.owner.person)]
    return letters, [kind for kind in desk.entries() if kind in {"message.written", "hold.released"}]


@pytest.mark.parametrize(("language", "words"), [("en", "set aside"), ("de", "beiseite"), ("fr", "mises de côté")])
def test_the_letter_stands_in_the_ledger_before_the_release(desk, language, words):
    with desk.services.store.begin() as unit:
        unit.people.change(desk.owner.person, language=language)
    hold = held(desk)
    assert release_hold(desk.services, hold.id, by="test")
    assert not release_hold(desk.services, hold.id, by="test")
    assert told(desk) == ([("restriction-lifted", language)], ["message.written", "hold.released"])
    with desk.services.store.read() as unit:
        (letter,) = unit.messages.of_person(desk.owner.person)
    assert words in desk.services.envelope.open(letter.id, letter.sealed)


def test_a_restriction_outlasts_its_end_until_its_person_is_told(desk):
    hold = held(desk)
    a_consent_that_is_due(desk)
    desk.hands.forward(days=2)
    assert swept(desk) == 0
    with desk.services.store.read() as unit:
        facts = facts_of(desk.services, unit, desk.owner, person=unit.people.get(desk.owner.person))
        assert unit.holds.active(desk.hands()) == [hold]
    assert facts["subject.restricted"] == "true"
    assert end_expired_holds(desk.services) == 1
    assert told(desk) == ([("restriction-lifted", "en")], ["message.written", "hold.released"])
    assert swept(desk) == 1


def test_what_cannot_be_told_lifts_nothing(desk, monkeypatch):
    hold = held(desk)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(desk.services.languages), "said", full)
    with pytest.raises(OSError, match="No space"):
        release_hold(desk.services, hold.id, by="test")
    assert told(desk) == ([], [])


def test_nobody_is_written_to_at_the_end_of_a_legal_hold_or_where_nobody_is_left(desk):
    release_hold(desk.services, held(desk, HoldKind.LEGAL, "legal-claim").id, by="test")
    hold = held(desk)
    with desk.services.store.begin() as unit:
        unit.rows.forget(desk.owner.person, desk.hands())
    assert release_hold(desk.services, hold.id, by="test")
    assert told(desk) == ([], ["hold.released", "hold.released"])


def test_what_a_person_had_set_aside_is_lifted_with_a_letter_first(desk):
    with desk.services.store.begin() as unit:
        unit.corrections.restrict(desk.owner.person, on=True)
    assert review_restricted(desk.services, OFFICER) == [desk.owner.person]
    assert lift_restriction(desk.services, desk.owner.person, by="test")
    assert not lift_restriction(desk.services, desk.owner.person, by="test")
    assert desk.refusal(lambda: lift_restriction(desk.services, 99_999, by="test")).code == "not-found"
    assert told(desk)[0] == [("restriction-lifted", "en")]
    kinds = [kind for kind in desk.entries() if kind in {"message.written", "person.changed"}]
    assert kinds == ["message.written", "person.changed"]
    assert review_restricted(desk.services, OFFICER) == []
    assert desk.submit().id


@pytest.mark.parametrize(("why", "kept"), [("unlawful", 1), ("needed-by-person", 1), ("accuracy", 0), ("", 0)])
def test_what_a_person_needs_or_wants_kept_outlasts_its_date_until_the_officer_lifts_it(desk, why, kept):
    a_consent_that_is_due(desk)
    with desk.services.store.begin() as unit:
        assert kept_at_word(desk, unit, why) is bool(kept)
        assert kept_at_word(desk, unit, why) is bool(kept)
        unit.corrections.restrict(desk.owner.person, on=True)
        assert len(unit.holds.active(desk.hands.at)) == kept
    assert swept(desk) == 1 - kept
    assert lift_restriction(desk.services, desk.owner.person, by="test", officer=desk.owner.person)
    assert told(desk)[0] == [("restriction-lifted", "en")], "one letter for both"
    assert swept(desk) == kept


def test_what_an_officer_placed_stays_when_the_persons_own_word_ends(desk):
    mine = held(desk)
    with desk.services.store.begin() as unit:
        kept_at_word(desk, unit, "needed-by-person")
        unit.corrections.restrict(desk.owner.person, on=True)
    assert lift_restriction(desk.services, desk.owner.person, by="test")
    with desk.services.store.read() as unit:
        assert [hold.id for hold in unit.holds.active(desk.hands.at)] == [mine.id]


def test_what_is_kept_at_a_persons_word_and_their_restriction_end_as_one_by_time_too(desk):
    with desk.services.store.begin() as unit:
        kept_at_word(desk, unit, "unlawful")
        unit.corrections.restrict(desk.owner.person, on=True)
    desk.hands.forward(days=366)
    assert end_expired_holds(desk.services) == 1
    assert end_expired_holds(desk.services) == 0
    with desk.services.store.read() as unit:
        assert not unit.people.get(desk.owner.person).restricted
    letters, acts = told(desk)
    assert letters == [("restriction-lifted", "en")]
    assert acts == ["message.written", "hold.released"]


@pytest.mark.parametrize("again", ["unlawful", "needed-by-person"])
@pytest.mark.parametrize("by_time", [True, False])
def test_what_they_asked_for_again_or_for_another_reason_lasts_its_own_year(desk, again, by_time):
    with desk.services.store.begin() as unit:
        kept_at_word(desk, unit, "unlawful")
        (first,) = unit.holds.active(desk.hands.at)
    desk.hands.forward(days=300)
    with desk.services.store.begin() as unit:
        kept_at_word(desk, unit, again)
    desk.hands.forward(days=66)
    a_consent_that_is_due(desk)
    assert end_expired_holds(desk.services) if by_time else release_hold(desk.services, first.id, by="test")
    assert state(desk) == ([again], True)
    assert told(desk) == ([], ["hold.released"]), "nothing is used again, so nobody is written to"
    assert swept(desk) == 0
    desk.hands.forward(days=300)
    assert end_expired_holds(desk.services) == 1
    assert state(desk) == ([], False)
    assert told(desk)[0] == [("restriction-lifted", "en")]
    assert swept(desk) == 1


def test_a_request_to_set_aside_asked_again_in_its_last_month_keeps_the_data_another_year(desk):
    for days in (340, 26):
        assert ask(desk, Kind.RESTRICTION, about="needed-by-person").state is State.ANSWERED
        desk.hands.forward(days=days)
    end_expired_holds(desk.services)
    assert state(desk) == (["needed-by-person"], True)


@pytest.mark.parametrize("why", ["accuracy", "objection"])
def test_what_was_set_aside_for_a_reason_that_keeps_nothing_outlasts_the_year_of_another_reason(desk, why):
    assert ask(desk, Kind.RESTRICTION, about="unlawful").state is State.ANSWERED
    desk.hands.forward(days=300)
    assert ask(desk, Kind.RESTRICTION, about=why).state is State.ANSWERED
    desk.hands.forward(days=66)
    assert end_expired_holds(desk.services) == 1
    assert state(desk) == ([], True)
    assert "restriction-lifted" not in [letter for letter, _ in told(desk)[0]]
    assert lift_restriction(desk.services, desk.owner.person, by="test")
    assert state(desk) == ([], False)
