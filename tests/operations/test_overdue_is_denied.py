"""However late the sweep is: what is past its date is shown to nobody and used for nothing, kind by kind."""

import uuid
from datetime import timedelta

import pytest
from people_who_ask import ask
from sqlalchemy import update

from console.acting import grant_role
from governance.copies import CopyKind, CopyOrder
from governance.dating import Dated
from governance.documents import Stage
from governance.errors import ProvisoError
from governance.holds import HoldKind
from governance.rights import Kind
from governance.support import CaseKind
from operations.ask import GateRefused
from operations.case_words import FORM
from operations.change_consent import words_of
from operations.consents_now import consent_now
from operations.facts import Actor
from operations.gather import gather
from operations.holds import place_hold
from operations.issue_record import ask_for_record, download_record
from operations.make_record import make_record
from operations.make_token import make_token
from operations.read_messages import own_messages
from operations.read_text import read_text
from operations.request_details import read_details
from operations.requests import Details
from operations.review_cases import review_case
from operations.review_decisions import review_decision, review_decisions
from operations.send_message import send_message
from operations.sessions import open_session, use_session
from operations.support_cases import Written
from operations.take_copy import take_copy
from operations.take_message import take_message
from operations.use_token import use_token
from store.persons_rows import tables_about_people
from store.tables import User, table_of

OFFICER = Actor("dpo", encrypted=True, verified=True, ticket=True)
PEOPLE = table_of(User)
COPY = [CopyOrder(CopyKind.SEARCHABLE)]


def an_upload(desk):
    document = desk.submit().id

    def use():
        desk.read(document)
        assert desk.row(document).stage is Stage.COMPLETED

    return use, timedelta(hours=1)


def a_waiting_text(desk):
    document = desk.submit().id
    desk.read(document)
    return lambda: read_text(desk.services, desk.owner, document), timedelta(hours=1)


def a_kept_text(desk):
    document = desk.submit(keep=True).id
    desk.read(document)
    return lambda: read_text(desk.services, desk.owner, document), timedelta(days=30)


def a_copy(desk):
    document = desk.submit(copies=COPY).id
    desk.read(document)
    return lambda: take_copy(desk.services, desk.owner, document, CopyKind.SEARCHABLE), timedelta(days=1)


def a_message(desk):
    with desk.services.store.begin() as unit:
        person = unit.people.get(desk.owner.person)
        send_message(desk.services, unit, "log-in-changed", person=person, data={"link": "/account"})

    def use():
        assert own_messages(desk.services, desk.owner)

    return use, timedelta(days=30)


def a_session(desk):
    key = uuid.uuid4().hex
    open_session(desk.services, desk.owner, key)

    def use():
        assert use_session(desk.services, desk.owner.person, key)

    return use, timedelta(days=180)


def a_token(desk):
    grant_role(desk.house, desk.owner.person, "subject")
    _, letters = make_token(desk.services, desk.owner, "mine", ["documents:read"], 1)
    return lambda: use_token(desk.services, letters), timedelta(days=1)


def a_record(desk):
    now = desk.services.now()
    asked = ask_for_record(desk.services, OFFICER, period=(now - timedelta(days=1), now))
    make_record(desk.services, lambda _record: b"%PDF", asked.id)
    return lambda: download_record(desk.services, OFFICER, asked.id), timedelta(days=1825)


def a_support_message(desk):
    held = take_message(desk.services, Actor("owner"), Written("Help", "eve@example.net"), channel=FORM,
                        kind=CaseKind.QUESTION)  # fmt: skip
    return lambda: review_case(desk.services, OFFICER, held.id), timedelta(days=731)


def details_of_a_request(desk):
    request = ask(desk, Kind.CORRECTION, about="other", details=Details(value="so"))

    def use():
        assert read_details(desk.services, OFFICER, request.id).value

    return use, timedelta(days=1100)


def a_decision(desk):
    document = desk.submit().id
    with desk.services.store.read() as unit:
        decision = unit.decisions.of_document(document)[0].id

    def use():
        assert decision in [one.row.id for one in review_decisions(desk.services, OFFICER, limit=50)[0]]
        review_decision(desk.services, OFFICER, decision)

    return use, timedelta(days=1825)


def a_consent(desk):
    with desk.house.database.begin() as unit:
        unit.consents.record(
            person=desk.owner.person, consent="marketing", given=True, at=desk.hands.at, policy="p",
            dated=Dated(desk.hands.at + timedelta(days=7), "R-RECORD", "p"),
        )  # fmt: skip

    def use():
        with desk.services.store.begin() as unit:
            person = unit.people.get(desk.owner.person)
            assert send_message(desk.services, unit, "news", person=person, data={"text": "new"})

    return use, timedelta(days=7)


def an_account(desk):
    with desk.house.database.begin() as unit:
        due = update(PEOPLE).where(PEOPLE.c.id == desk.owner.person)
        unit.connection.execute(due.values(due_at=desk.hands.at + timedelta(days=7)))
    return desk.submit, timedelta(days=7)


WAYS = {
    "document.due_at": an_upload,
    "text.due_at": a_kept_text,
    "text.due_at (waiting)": a_waiting_text,
    "copy.due_at": a_copy,
    "message.due_at": a_message,
    "session.due_at": a_session,
    "api_token.due_at": a_token,
    "record.due_at": a_record,
    "support_case.due_at": a_support_message,
    "request_details.due_at": details_of_a_request,
    "decision.due_at": a_decision,
    "app_user.due_at": an_account,
    "consent.due_at": a_consent,
}
ELSEWHERE = {
    "request_paper.due_at": "test_packing: an answer past its date is gone",
    "api_answer.due_at": "an answer to a program is looked up among those before their date",
    "text.counts_due_at": "numbers beside a text, shown where the text's page is",
    "copy.counts_due_at": "numbers beside a copy",
    "disclosure.due_at": "evidence without content",
    "recipient_notice.due_at": "evidence without content",
    "document.row_due_at": "evidence without content",
    "hold.due_at": "evidence without content",
    "request.due_at": "evidence without content",
}
"""Kinds that are no part of this table, and why."""


def test_every_kind_is_in_the_table_or_says_why_not():
    kinds = {f"{each.name}.{due.at}" for each in tables_about_people() for due in each.dues}
    assert {name.split(" ")[0] for name in WAYS} | set(ELSEWHERE) == kinds


@pytest.mark.parametrize("kind", WAYS)
def test_it_is_used_before_its_date_and_by_nobody_after(desk, kind):
    use, _ = WAYS[kind](desk)
    use()
    use, span = WAYS[kind](desk)
    desk.hands.at += span
    with pytest.raises((GateRefused, ProvisoError, AssertionError)):
        use()


def test_an_overdue_refusal_brings_no_older_yes_back(desk):
    with desk.house.database.begin() as unit:
        for given, days in ((True, 100), (False, 7)):
            unit.consents.record(
                person=desk.owner.person, consent="marketing", given=given, at=desk.hands.at, policy="p",
                dated=Dated(desk.hands.at + timedelta(days=days), "R-RECORD", "p"),
            )  # fmt: skip
    desk.hands.forward(days=7)
    with desk.services.store.read() as unit:
        assert consent_now(desk.services, unit, desk.owner.person, "marketing").state == "never"
    assert [word.given for word in words_of(desk.services, desk.owner.person)] == [True]


def test_what_a_hold_keeps_past_its_date_is_got_by_right_and_in_no_other_way(desk):
    """GDPR Art. 15 and 18(1)(c): a hold hides nothing from the person whose data it keeps (F-OVERDUE's note)."""
    document = desk.submit(keep=True).id
    desk.read(document)
    place_hold(
        desk.services, kind=HoldKind.LEGAL, person=desk.owner.person, ground="legal-claim", owner="legal department",
        until=desk.hands.at + timedelta(days=90), by="test",
    )  # fmt: skip
    desk.hands.forward(days=31)
    assert desk.refusal(lambda: read_text(desk.services, desk.owner, document)).code == "gate-refused"
    assert gather(desk.services, ask(desk, Kind.ACCESS), "texts") == 1
