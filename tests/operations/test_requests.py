"""Requests about rights, from asking to the answer: by account and without one."""

from dataclasses import replace
from datetime import UTC, date, datetime

import jsonschema
import pytest
from people_who_ask import (
    Channel,
    Details,
    Kind,
    answered,
    ask,
    by_mail,
    code_for,
    data,
    held,
    history,
    letters,
    steps,
    unpacked,
)

from governance.rights import State
from operations import gather as gathering
from operations.decide_request import release_texts, start_request
from operations.facts import Actor
from operations.fulfil_request import fulfil_request
from operations.in_force import OnlyThis
from operations.open_request import open_request
from operations.prove_identity import prove_by_code, prove_by_log_in, prove_by_points
from operations.take_answer import take_answer
from reports.access_pack import render
from reports.access_schema import SCHEMA


def test_access_by_account_is_answered_by_itself_with_a_pack_that_only_its_person_opens(desk):
    document = desk.submit(keep=True).id
    desk.read(document)
    request = ask(desk, Kind.ACCESS)
    assert request.state is State.IN_WORK
    assert request.id in desk.bell.rung
    after = answered(desk, request.id)
    assert after.state is State.IN_REVIEW  # the text shows a name, and whose it is cannot be told
    release_texts(desk.services, request.id, by="7", how="whole", reason="They are their own uploads.")
    assert answered(desk, request.id).state is State.ANSWERED
    _, paper, content = take_answer(desk.services, desk.owner, request.id)
    files = unpacked(content)
    found = data(files)
    jsonschema.validate(found, SCHEMA)
    assert files["answer.pdf"].startswith(b"%PDF")
    assert "ada@example.org" in files["answer.json"].decode()
    assert "Jane Roe" in files["answer.json"].decode()
    assert "bob@example.org" not in files["answer.json"].decode()
    assert paper.kind == "answer"
    assert desk.entries("request.answer-taken") == ["request.answer-taken"]


def test_the_message_about_an_answer_names_nothing_but_the_reference(desk):
    request = ask(desk, Kind.ACCESS)
    answered(desk, request.id)
    sent = letters(desk, "ada@example.org")
    assert [name for name, _ in sent] == ["request-received", "request-answered"]
    assert all(request.reference in text for _, text in sent)
    assert not any(word in text for _, text in sent for word in ("access", "ada@"))


def test_without_logging_in_again_nothing_is_done(desk):
    asker = Actor("owner", desk.owner.person, encrypted=True, verified=False)
    request = open_request(desk.services, asker, Kind.ACCESS, Channel.ACCOUNT, Details())
    assert request.state is State.IDENTITY_ASKED
    assert desk.refusal(lambda: prove_by_log_in(desk.services, request.id, desk.stranger.person)).code == "not-found"
    assert prove_by_log_in(desk.services, request.id, desk.owner.person).state is State.IN_WORK


def test_the_same_request_twice_is_one(desk):
    first = ask(desk, Kind.ACCESS)
    assert ask(desk, Kind.ACCESS).id == first.id
    assert "asked_again" in history(desk, first.id)


def test_somebody_whose_address_has_no_account_is_told_that_nothing_is_held(desk):
    visitor = Actor("owner", None, encrypted=True)
    request = open_request(desk.services, visitor, Kind.ACCESS, Channel.EMAIL, Details(address="eve@example.net"))
    assert request.state is State.IDENTITY_ASKED
    assert desk.refusal(lambda: prove_by_code(desk.services, request.id, "asker", "1234 5678")).code == "code-wrong"
    proven = prove_by_code(desk.services, request.id, "asker", code_for(desk, "eve@example.net", "request-code-asker"))
    assert proven.state is State.IDENTIFIED
    assert proven.person is None


def test_a_code_is_tried_five_times_and_no_more(desk):
    request = by_mail(desk)
    code = code_for(desk, "eve@example.net", "request-code-asker")
    for _ in range(5):
        desk.refusal(lambda: prove_by_code(desk.services, request.id, "asker", "0000 0000"))
    assert desk.refusal(lambda: prove_by_code(desk.services, request.id, "asker", code)).code == "code-wrong"


def test_a_code_is_good_for_half_an_hour_and_once(desk):
    request = by_mail(desk)
    code = code_for(desk, "eve@example.net", "request-code-asker")
    desk.hands.forward(seconds=1801)
    assert desk.refusal(lambda: prove_by_code(desk.services, request.id, "asker", code)).code == "code-wrong"
    other = by_mail(desk)
    code = code_for(desk, "eve@example.net", "request-code-asker")
    assert prove_by_code(desk.services, other.id, "asker", code).identified_at
    assert desk.refusal(lambda: prove_by_code(desk.services, other.id, "asker", code)).code == "code-wrong"


def test_restriction_stops_the_gate_from_that_second(desk):
    document = desk.submit().id
    request = ask(desk, Kind.RESTRICTION)
    assert request.state is State.ANSWERED
    assert desk.read(document) is not None
    assert desk.row(document).stage.value == "refused"
    assert desk.entries("person.changed") == ["person.changed"]


def test_why_data_is_set_aside_says_whether_it_is_kept_too(desk):
    assert ask(desk, Kind.RESTRICTION, about="needed-by-person").state is State.ANSWERED
    with desk.services.store.read() as unit:
        (hold,) = unit.holds.active(desk.hands.at)
    assert (hold.ground, hold.keeps, hold.item) == ("needed-by-person", True, "")
    assert desk.entries("hold.placed") == ["hold.placed"]


def test_who_asks_for_deletion_wants_kept_no_more_what_they_had_set_aside(desk):
    ask(desk, Kind.RESTRICTION, about="unlawful")
    ask(desk, Kind.DELETION)
    assert [kind for kind in desk.entries() if kind.startswith("hold.")] == ["hold.placed", "hold.released"]
    with desk.services.store.read() as unit:
        assert unit.people.find("ada@example.org") is None


def test_a_step_that_fails_loses_none_of_the_others(desk, monkeypatch):
    request = ask(desk, Kind.ACCESS)
    whole = dict(gathering._PARTS)
    monkeypatch.setitem(gathering._PARTS, "copies", lambda *_: (_ for _ in ()).throw(OSError("away")))
    assert answered(desk, request.id).state is State.IN_WORK
    seen = steps(desk, request.id)
    assert seen["copies"].fault == "OSError"
    assert seen["rows"].done_at is not None
    assert seen["uploads"].done_at is not None
    assert seen["pack"].done_at is None
    before = seen["rows"].done_at
    monkeypatch.setitem(gathering._PARTS, "copies", whole["copies"])
    assert answered(desk, request.id).state is State.ANSWERED
    assert steps(desk, request.id)["rows"].done_at == before


def test_nobody_fetches_an_answer_without_showing_who_they_are(desk):
    request = ask(desk, Kind.ACCESS)
    answered(desk, request.id)
    unproved = Actor("owner", desk.owner.person, encrypted=True, verified=False)
    assert desk.refusal(lambda: take_answer(desk.services, unproved, request.id)).code == "gate-refused"
    assert held(desk, request.id).state is State.ANSWERED


@pytest.mark.parametrize("kind", [Kind.KNOW_CATEGORIES, Kind.KNOW_SPECIFIC, Kind.PORTABILITY])
def test_the_other_packs_are_made_too(desk, kind):
    request = ask(desk, kind)
    assert answered(desk, request.id).state is State.ANSWERED
    _, _, content = take_answer(desk.services, desk.owner, request.id)
    assert data(unpacked(content))["answer"]["kind"] == kind.value


def consent(desk, name, document=""):
    with desk.services.store.read() as unit:
        return unit.consents.state(desk.owner.person, name, document, now=desk.hands())


def person(desk):
    with desk.services.store.read() as unit:
        return unit.people.get(desk.owner.person)


def test_taking_a_consent_back_ends_what_hung_on_it(desk):
    document = desk.submit(keep=True).id
    desk.read(document)
    assert desk.text(document).state.value == "kept"
    assert ask(desk, Kind.WITHDRAWAL, about="store_text").state is State.ANSWERED
    assert consent(desk, "store_text", document) == "withdrawn"
    assert desk.text(document).state.value == "deleted"
    assert desk.entries("consent.withdrawn") == ["consent.withdrawn"]


def test_a_consent_taken_back_reaches_a_reading_that_is_under_way(desk):
    document = desk.submit(keep=True).id
    ask(desk, Kind.WITHDRAWAL, about="store_text")
    desk.read(document)
    assert desk.row(document).stage.value == "cancelled"
    assert desk.text(document) is None


@pytest.mark.parametrize(
    ("kind", "flag"),
    [
        (Kind.OBJECTION, "objected_to"), (Kind.RESTRICTION, "restricted"), (Kind.OPT_OUT, "opted_out_sale"),
        (Kind.LIMIT, "limited"),
    ],
)  # fmt: skip
def test_what_stops_a_use_is_in_force_when_the_request_is_opened(desk, kind, flag):
    assert not getattr(person(desk), flag)
    assert ask(desk, kind).state is State.ANSWERED
    assert getattr(person(desk), flag)


def test_an_opt_out_by_e_mail_takes_no_proof_and_says_the_same_to_everybody(desk):
    visitor = Actor("owner", None, encrypted=True)
    seen = [
        open_request(desk.services, visitor, Kind.OPT_OUT, Channel.EMAIL, Details(address=address))
        for address in ("ada@example.org", "eve@example.net")
    ]
    assert {one.state for one in seen} == {State.ANSWERED}
    assert person(desk).opted_out_sale


def test_a_value_that_belongs_to_another_account_stops_the_step_and_nothing_else(desk):
    request = ask(desk, Kind.CORRECTION, about="email", details=Details(value="bob@example.org"))
    assert request.state is State.IN_WORK
    assert steps(desk, request.id)["correct"].fault == "correction-taken"


def test_deletion_by_account_erases_the_person_and_keeps_what_shows_that_it_was_done(desk):
    document = desk.submit(keep=True).id
    desk.read(document)
    text = desk.text(document).id
    request = ask(desk, Kind.DELETION)
    assert not desk.services.vault.alive(text)
    assert steps(desk, request.id)["erase"].fault == ""
    assert request.state is State.ANSWERED
    with desk.services.store.read() as unit:
        assert unit.people.find("ada@example.org") is None
    kept = held(desk, request.id)
    assert kept.reference == request.reference
    assert "answer" in history(desk, request.id)


def test_somebody_who_comes_without_an_account_and_matches_is_heard_by_the_officer_first(desk):
    visitor = Actor("owner", None, encrypted=True)
    request = open_request(desk.services, visitor, Kind.DELETION, Channel.EMAIL, Details(address="ada@example.org"))
    prove_by_code(desk.services, request.id, "asker", code_for(desk, "ada@example.org", "request-code-asker"))
    today = datetime.now(UTC).date()
    wrong = prove_by_points(desk.services, request.id, opened=date(2020, 1, 1), last_upload=None, declared=False)
    assert wrong.state is State.IDENTITY_ASKED
    right = prove_by_points(desk.services, request.id, opened=today, last_upload=None, declared=False)
    assert right.state is State.IDENTIFIED
    assert right.person == desk.owner.person
    assert start_request(desk.services, request.id, by="7").state is State.ANSWERED


def test_a_text_with_names_goes_out_masked_when_the_officer_says_so(desk):
    document = desk.submit(keep=True).id
    desk.read(document)
    request = ask(desk, Kind.ACCESS)
    answered(desk, request.id)
    release_texts(desk.services, request.id, by="7", how="masked", reason="Others are named.")
    answered(desk, request.id)
    files = unpacked(take_answer(desk.services, desk.owner, request.id)[2])
    assert "Jane Roe" not in files["answer.json"].decode()
    assert "[person is held]" in files["answer.json"].decode()


def test_an_answer_with_something_missing_is_not_sent(desk):
    silent = replace(
        desk.services.policy, clauses={k: v for k, v in desk.services.policy.clauses.items() if k != "c7.12"}
    )
    request = ask(desk, Kind.ACCESS)
    services = replace(desk.services, in_force=OnlyThis(silent))
    after = fulfil_request(services, request.id, render)
    assert after.state is State.IN_WORK
    assert steps(desk, request.id)["pack"].fault == "answer-incomplete"
