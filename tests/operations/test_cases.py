"""What people write to us: taken in, answered, made a request of, and gone at its date; a reported child's account."""

from dataclasses import replace
from datetime import timedelta

import pytest
from people_who_ask import Details, Kind, answered, ask, code_for, letters, unpacked

from governance.identity import Channel, Proof
from governance.rights import State
from governance.support import MOST_GOING, CaseKind, CaseState
from operations.answer_case import answer_case, close_case, decide_child, name_child, turn_into_request
from operations.ask import GateRefused
from operations.erase_person import erase_person
from operations.facts import SERVICE, Actor
from operations.open_request import open_request
from operations.prove_identity import prove_by_code
from operations.read_mail import read_mail
from operations.review_cases import review_case, review_cases
from operations.send_code import ASKER
from operations.support_cases import Letter, Written
from operations.sweep import sweep
from operations.take_answer import take_answer
from operations.take_message import take_message

VISITOR = Actor("owner")
OFFICER = Actor("dpo", 7, verified=True, ticket=True)
EVE = "eve@example.net"


class Pile:
    """A mailbox that gives its letters each time it is emptied, until they were taken."""

    def __init__(self, *raw: bytes) -> None:
        self.letters = [Letter(one, False) for one in raw]

    def empty(self, take) -> int:
        for letter in self.letters:
            take(letter)
        return len(self.letters)


def letter(text="Please delete all of it.", sender=EVE, more=b""):
    return b"From: " + sender.encode() + b"\r\nSubject: My data\r\n" + more + b"\r\n" + text.encode()


def write(desk, text="How long?", actor=VISITOR, address=EVE, channel="form", **more):
    return take_message(desk.services, actor, Written(text, address, **more), channel=channel)


def cases(desk, *, going=True):
    return review_cases(desk.services, OFFICER, going=going)


def test_a_visitor_writes_and_is_answered_at_the_address_they_gave(desk):
    held = write(desk)
    assert [name for name, _ in letters(desk, EVE)] == ["support-received"]
    answer_case(desk.services, held.id, "A day.")
    assert letters(desk, EVE)[-1] == ("support-answer", f"A day.\n\n{held.reference}")
    found = review_case(desk.services, OFFICER, held.id)
    assert [(said.from_us, said.words.text) for said in found.said] == [(False, "How long?"), (True, "A day.")]
    assert found.held.state is CaseState.ANSWERED
    assert desk.entries("support.step") == ["support.step"]


def test_what_was_written_lies_sealed_and_the_address_nowhere_in_clear(desk):
    write(desk, "A secret of mine")
    with desk.house.database.read() as unit:
        for table in ("support_case", "support_message"):
            rows = unit.connection.exec_driver_sql(f"select * from {table}").all()
            assert rows
            assert "secret" not in str(rows)
            assert EVE not in str(rows)


def test_whoever_names_the_reference_of_their_own_case_adds_to_it_and_nobody_else_does(desk):
    held = write(desk)
    assert write(desk, f"And this: {held.reference}").id == held.id
    assert write(desk, f"Mine: {held.reference}", address="mallory@example.net").id != held.id
    answer_case(desk.services, held.id, "So it is.")
    assert write(desk, f"Still: {held.reference}").state is CaseState.OPEN
    close_case(desk.services, held.id)
    assert write(desk, f"Again: {held.reference}").id != held.id
    assert desk.refusal(lambda: answer_case(desk.services, held.id, "no")).code == "case-ended"


def test_a_flood_from_one_address_joins_its_newest_case_and_sends_no_more_mail(desk):
    for _ in range(MOST_GOING + 3):
        write(desk)
    assert len(cases(desk)) == MOST_GOING
    assert len(letters(desk, EVE)) == MOST_GOING


def test_an_unencrypted_form_is_not_taken_in(desk):
    with pytest.raises(GateRefused):
        take_message(desk.services, Actor("owner", encrypted=False), Written("x", EVE), channel="form")
    assert cases(desk) == []


def test_nobody_but_the_officer_reads_cases(desk):
    held = write(desk)
    for actor in (Actor("auditor", 7, verified=True), Actor("dpo", 7, verified=True, ticket=False), desk.stranger):
        with pytest.raises(GateRefused):
            review_case(desk.services, actor, held.id)


def test_a_letter_is_taken_in_once_however_often_the_mailbox_gives_it(desk):
    pile = Pile(letter())
    assert read_mail(desk.services, pile) == 1
    read_mail(desk.services, pile)
    (held,) = cases(desk)
    (said,) = review_case(desk.services, OFFICER, held.id).said
    assert said.words.text == "My data\n\nPlease delete all of it."
    assert (held.channel, held.person) == ("mail", None)


def test_letters_of_programs_and_our_own_open_nothing_and_are_answered_by_nothing(desk):
    own = desk.services.policy.controller.email
    read_mail(desk.services, Pile(letter(more=b"Auto-Submitted: auto-replied\r\n"), letter(sender=own), b"junk"))
    assert cases(desk) == []
    assert desk.entries("mail.ignored") == ["mail.ignored"] * 3
    assert letters(desk, EVE) == []


def test_an_unreadable_and_a_cut_letter_say_so(desk):
    pile = Pile(letter(text=""))
    pile.letters = [Letter(b"From: eve@example.net\r\n\r\n", True)]
    read_mail(desk.services, pile)
    (said,) = review_case(desk.services, OFFICER, cases(desk)[0].id).said
    assert said.words.text == "This letter could not be read."
    assert said.words.left_out == "the end of a large letter"


def test_rights_by_mail_become_a_request_whose_clock_began_when_the_letter_came(desk):
    read_mail(desk.services, Pile(letter()))
    came = desk.hands.at
    desk.hands.forward(days=3)
    (held,) = cases(desk)
    request = turn_into_request(desk.services, held.id, Kind.DELETION)
    assert (request.channel, request.state, request.received_at) == (Channel.EMAIL, State.IDENTITY_ASKED, came)
    assert request.respond_by == replace(request, received_at=came).respond_by
    assert (request.respond_by - came.date()) <= timedelta(days=31)
    after = prove_by_code(desk.services, request.id, ASKER, code_for(desk, EVE, "request-code-asker"))
    # The address has no account, and whoever reads its mail may know that.
    assert after.state is not State.IDENTITY_ASKED
    assert review_case(desk.services, OFFICER, held.id).held.request == request.id
    assert [one.state for one in cases(desk, going=False)] == [CaseState.TURNED]


def test_a_letter_in_the_name_of_an_account_proves_nothing(desk):
    read_mail(desk.services, Pile(letter(sender="ada@example.org")))
    (held,) = cases(desk)
    assert held.person == desk.owner.person
    request = turn_into_request(desk.services, held.id, Kind.DELETION)
    assert (request.person, request.state) == (None, State.IDENTITY_ASKED)


def test_who_wrote_from_an_account_logs_in_again_for_the_request(desk):
    held = write(desk, actor=desk.owner, address="")
    request = turn_into_request(desk.services, held.id, Kind.ACCESS)
    assert (request.person, request.channel, request.state) == (
        desk.owner.person, Channel.ACCOUNT, State.IDENTITY_ASKED,
    )  # fmt: skip


def test_the_answer_to_access_holds_what_was_written_by_form_and_mail_and_our_answers(desk):
    held = write(desk, "from the form", actor=desk.owner, address="")
    answer_case(desk.services, held.id, "from the desk")
    read_mail(desk.services, Pile(letter("from the mail", sender="ada@example.org")))
    write(desk, "somebody else's")
    request = ask(desk, Kind.ACCESS)
    answered(desk, request.id)
    files = unpacked(take_answer(desk.services, desk.owner, request.id)[2])
    everything = b"\n".join(files.values()).decode("utf-8", "replace")
    for words in ("from the form", "from the desk", "from the mail"):
        assert words in everything
    assert "somebody else's" not in everything


def test_somebody_without_an_account_gets_and_erases_what_they_wrote(desk):
    write(desk, "my words")
    details = Details(address=EVE, declared=True)
    for kind, there in ((Kind.ACCESS, True), (Kind.DELETION, False)):
        request = open_request(desk.services, VISITOR, kind, Channel.EMAIL, details)
        after = prove_by_code(desk.services, request.id, ASKER, code_for(desk, EVE, "request-code-asker"))
        if after.state is State.IDENTIFIED:
            from operations.decide_request import start_request

            start_request(desk.services, request.id, by="7")
        if there:
            answered(desk, request.id)
            asker = Actor("owner", None, verified=True)
            files = unpacked(take_answer(desk.services, asker, request.id)[2])
            assert "my words" in b"\n".join(files.values()).decode("utf-8", "replace")
    assert cases(desk) == []


def test_erasing_a_person_erases_what_they_wrote_before_they_had_the_account_too(desk):
    write(desk, "before", address="ada@example.org")
    write(desk, "after", actor=desk.owner, address="")
    other = write(desk, "another's")
    erasure = erase_person(desk.services, replace(desk.owner), desk.owner.person, trigger="request")
    assert erasure.open_steps == ()
    assert [one.id for one in cases(desk)] == [other.id]


def test_messages_go_at_the_date_that_the_policy_gives(desk):
    held = write(desk)
    desk.hands.forward(days=729)
    sweep(desk.services)
    assert [one.id for one in cases(desk)] == [held.id]
    desk.hands.forward(days=2)
    sweep(desk.services)
    assert cases(desk) == []
    with desk.house.database.read() as unit:
        assert unit.connection.exec_driver_sql("select count(*) from support_message").scalar_one() == 0


def report(desk, account="bob@example.org"):
    return take_message(
        desk.services, VISITOR, Written("He is ten.", EVE, account), channel="form", kind=CaseKind.CHILD
    )  # fmt: skip


def uploads(desk):
    return replace(desk, owner=desk.stranger).submit()


def test_a_reported_account_is_set_aside_at_once_and_its_person_told(desk):
    held = report(desk)
    assert held.hold
    with pytest.raises(GateRefused):
        uploads(desk)
    assert [name for name, _ in letters(desk, "bob@example.org")] == ["account-set-aside"]
    assert review_case(desk.services, OFFICER, held.id).reported.age_band == "of_age"


def test_it_is_released_and_for_a_year_no_report_sets_it_aside_again_by_itself(desk):
    held = report(desk)
    decide_child(desk.services, held.id, erase=False, by="7")
    assert uploads(desk)
    again = report(desk)
    assert (again.hold, again.kind) == ("", CaseKind.CHILD)
    assert uploads(desk)
    desk.hands.forward(days=366)
    assert report(desk).hold
    assert [name for name, _ in letters(desk, "bob@example.org")][:2] == ["account-set-aside", "account-released"]


def test_it_is_erased_and_its_address_leaves_the_report(desk):
    held = report(desk)
    decide_child(desk.services, held.id, erase=True, by="7")
    with desk.services.store.read() as unit:
        assert unit.people.find("bob@example.org") is None
        assert [one.trigger for one in unit.erasures.of_person(desk.stranger.person)] == ["child"]
    (said,) = review_case(desk.services, OFFICER, held.id).said
    assert said.words.about == ""
    assert desk.refusal(lambda: decide_child(desk.services, held.id, erase=True, by="7")).code == "case-ended"


def test_a_report_about_nobody_says_no_more_than_any_other(desk):
    held = report(desk, "nobody@example.org")
    assert held.hold == ""
    assert desk.refusal(lambda: decide_child(desk.services, held.id, erase=True, by="7")).code == "not-found"
    assert desk.entries("child.reported") == ["child.reported"]


def test_an_officer_reads_it_in_a_letter_and_names_the_account(desk):
    read_mail(desk.services, Pile(letter("My son of nine uses bob@example.org")))
    (held,) = cases(desk)
    assert desk.refusal(lambda: name_child(desk.services, held.id, "bob")).code == "request-incomplete"
    assert name_child(desk.services, held.id, "bob@example.org").hold
    with pytest.raises(GateRefused):
        uploads(desk)


def test_an_answer_without_words_or_without_anybody_is_not_sent(desk):
    held = write(desk)
    assert desk.refusal(lambda: answer_case(desk.services, held.id, "  ")).code == "request-incomplete"
    lost = take_message(desk.services, SERVICE, Written("x"), channel="mail")
    assert desk.refusal(lambda: answer_case(desk.services, lost.id, "hello")).code == "case-unreachable"
    assert desk.refusal(lambda: close_case(desk.services, "0" * 32)).code == "not-found"


def test_a_mailed_code_is_what_lets_the_words_out(desk):
    write(desk, "my words")
    request = open_request(desk.services, VISITOR, Kind.ACCESS, Channel.EMAIL, Details(address=EVE, declared=True))
    assert Proof.MAILED_CODE not in request.proofs
    assert request.state is State.IDENTITY_ASKED
