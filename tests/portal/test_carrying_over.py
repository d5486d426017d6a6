"""An answer goes straight to the service that its person has named, and to nobody else (GDPR Art. 20(2))."""

import dataclasses
import io
import json
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from cast_of_pages import PASSWORD
from sqlalchemy import update
from test_disclosing import COURIER, ROWS, again_now
from test_requests_on_pages import code_to, number_of

from governance.errors import ProvisoError
from governance.rights import Kind
from governance.webhooks import is_genuine
from operations.ask import GateRefused
from operations.carry_over import carry_over
from operations.disclose import add_receiver, end_receiver, webhook_secret
from operations.facts import Actor
from operations.fulfil_request import fulfil_request
from operations.send_disclosures import send_disclosures
from operations.tell_recipients import concerned
from portal.rights import following
from receiver import listening
from reports.access_pack import render
from store.tables import RequestPaperRow, table_of

PAPERS = table_of(RequestPaperRow)


def a_service(house, address, **more):
    said = {"name": "Reading Room", "recipient": "chosen_service", "address": address, "contract": "",
            "holds": (None, None), "zone": "local", "safeguard": False}  # fmt: skip
    return add_receiver(house.services, COURIER, **{**said, **more})


@pytest.fixture(autouse=True)
def nothing_waits_for_the_next_test(house):
    yield
    with house.database.begin() as unit:
        unit.connection.execute(update(ROWS).where(ROWS.c.state == "waiting").values(state="gone"))


@pytest.fixture
def person(enter, upload, read):
    """Somebody with a text that is kept."""
    found = enter("subject")
    document = upload(found)
    read(document)
    found.post(f"/documents/{document}/keep")
    return found


@pytest.fixture
def answered(house, person):
    """Their request for portability, answered."""
    request = number_of(person.post("/privacy/requests/new/portability", {"password": PASSWORD}))
    held = fulfil_request(house.services, request, render)
    if held.state.value == "in_review":
        from operations.decide_request import release_texts

        release_texts(house.services, request, by="1", how="whole", reason="their own")
        fulfil_request(house.services, request, render)
    return request


@pytest.fixture
def sent_to(house, person, answered):
    def to(receiver, **actor):
        who = Actor("owner", person.id, **{"verified": True, **actor})
        return carry_over(house.services, who, COURIER, request=answered, receiver=receiver.id).id

    return to


def state_of(house, disclosure):
    with house.database.read() as unit:
        return unit.sharing.get(disclosure).state


def what_happened(house, request):
    with house.database.read() as unit:
        return [event.what for event in unit.requests.events(request)]


def test_the_files_arrive_whole_and_signed_and_all_is_on_record(house, person, answered, sent_to, entries):
    with listening() as place:
        to = a_service(house, f"{place.base}/moving-in")
        disclosure = sent_to(to)
        assert sent_to(to) == disclosure  # asked for twice, on its way once
        assert send_disclosures(house.services, COURIER) == 1
        headers, body = place.got[0]
    seconds = int(headers["webhook-timestamp"])
    secret = webhook_secret(house.services, to.id)
    assert headers["content-type"] == "application/zip"
    assert is_genuine(secret, headers["webhook-id"], seconds, body, headers["webhook-signature"], seconds)
    with zipfile.ZipFile(io.BytesIO(body)) as pack:
        said = pack.read("answer.json").decode()
    assert person.email in said
    assert "Eleanor" in said
    assert json.loads(said)["answer"]["kind"] == "portability"
    asked = entries("disclosure.asked")[-1]
    assert (asked["receiver"], asked["request"], asked["category"]) == (to.id, answered, "request.answer")
    assert entries("disclosure.ended")[-1] == {
        "disclosure": disclosure, "receiver": to.id, "state": "sent", "bytes": len(body)
    }  # fmt: skip
    assert what_happened(house, answered)[-2:] == ["carry", "carried"]
    page = person.client.get(f"/privacy/requests/{answered}").text
    assert re.search(r"<strong>Reading Room</strong>: Arrived", page)
    with house.database.read() as unit:
        told = unit.holdings.disclosures(person.id)
        decisions = [entry["cell"] for entry in entries("decision.allowed") if entry["item"] == disclosure]
    assert [(to_whom, what) for to_whom, what, _ in told] == [("chosen_service", "request.answer")]
    assert decisions == [["share", "request.answer", "subject_rights", "chosen_service"]] * 2


def test_two_clicks_at_once_send_it_once(house, sent_to):
    to = a_service(house, "http://127.0.0.1:9/nobody")
    with ThreadPoolExecutor(4) as clicks:
        assert len(set(clicks.map(lambda _: sent_to(to), range(8)))) == 1


def test_the_person_names_a_service_on_the_page(house, person, answered, monkeypatch):
    page = person.client.get(f"/privacy/requests/{answered}").text
    with listening() as place:
        monkeypatch.setattr(following, "HttpsCourier", lambda settings: COURIER)
        to = a_service(house, place.base)
        page = person.client.get(f"/privacy/requests/{answered}").text
        assert "Reading Room" in page
        assert place.base not in page
        address = f"/privacy/requests/{answered}/carry"
        assert person.post(address, {"receiver": to.id, "password": "no"}).status_code == 303
        assert "not the password" in person.client.get(f"/privacy/requests/{answered}").text
        assert send_disclosures(house.services, COURIER) == 0
        assert person.post(address, {"receiver": to.id, "password": PASSWORD}).status_code == 303
        assert "On its way" in person.client.get(f"/privacy/requests/{answered}").text
        assert person.post(address, {"receiver": "0" * 32, "password": PASSWORD}).status_code == 404
        assert send_disclosures(house.services, COURIER) == 1
    assert "Arrived" in person.client.get(f"/privacy/requests/{answered}").text


def test_a_refusal_is_told_in_the_policys_words(house, person, answered):
    # The portal's own courier lets nothing travel without TLS, so the gate hears that the way is open.
    with listening() as place:
        to = a_service(house, place.base)
        refused = person.post(f"/privacy/requests/{answered}/carry", {"receiver": to.id, "password": PASSWORD})
        assert refused.status_code == 403
        assert "Everything that travels between you and us is encrypted with TLS" in refused.text
        assert send_disclosures(house.services, COURIER) == 0
        assert not place.got
    assert what_happened(house, answered)[-1] == "carry_refused"
    assert "because a rule forbids it" in person.client.get(f"/privacy/requests/{answered}").text


@pytest.mark.parametrize(
    ("service", "actor", "rule"),
    [
        ({"zone": "third"}, {}, "F-TRANSFER"),
        ({"zone": "adequate"}, {}, "F-TRANSFER"),
        ({}, {"verified": False}, "A-RIGHTS-CARRY"),
    ],
)
def test_without_protection_or_proof_nothing_goes(house, sent_to, service, actor, rule):
    with listening() as place:
        to = a_service(house, place.base, **service)
        with pytest.raises(GateRefused) as refused:
            sent_to(to, **actor)
        assert send_disclosures(house.services, COURIER) == 0
        assert not place.got
    decision = refused.value.decision
    assert rule in (decision.denied_by or ("A-RIGHTS-CARRY",))


def test_a_firm_that_works_for_us_is_no_service_to_move_to(house, sent_to):
    firm = a_service(house, "https://texts.example.org/", recipient="cloud_hosting")
    with pytest.raises(ProvisoError, match="not-found"):
        sent_to(firm)


def test_a_service_that_ended_is_sent_nothing_more(house, answered, sent_to):
    with listening() as place:
        to = a_service(house, place.base)
        disclosure = sent_to(to)
        assert end_receiver(house.services, to.id)
        assert send_disclosures(house.services, COURIER) == 0
        assert not place.got
        with pytest.raises(ProvisoError, match="not-found"):
            sent_to(to)
    assert state_of(house, disclosure) == "refused"
    assert what_happened(house, answered)[-1] == "not_carried"


def test_an_answer_whose_time_is_over_goes_nowhere(house, answered, sent_to):
    with listening() as place:
        to = a_service(house, place.base)
        disclosure = sent_to(to)
        with house.database.begin() as unit:
            past = house.services.now() - timedelta(seconds=1)
            unit.connection.execute(update(PAPERS).where(PAPERS.c.request == answered).values(due_at=past))
        assert send_disclosures(house.services, COURIER) == 0
        assert not place.got
        with pytest.raises(ProvisoError, match="answer-gone"):
            sent_to(to)
    assert state_of(house, disclosure) == "gone"


def test_a_service_that_does_not_answer_is_tried_again(house, sent_to):
    with listening() as place:
        place.status = 500
        disclosure = sent_to(a_service(house, place.base))
        assert send_disclosures(house.services, COURIER) == 0
        assert state_of(house, disclosure) == "waiting"
        place.status = 204
        again_now(house)
        assert send_disclosures(house.services, COURIER) == 1
    assert state_of(house, disclosure) == "sent"


def test_what_goes_elsewhere_is_the_answer_for_portability_alone(house, person, enter, upload):
    to = a_service(house, "https://reading-room.example.org/in")
    request = number_of(person.post("/privacy/requests/new/access", {"password": PASSWORD}))
    fulfil_request(house.services, request, render)
    address = f"/privacy/requests/{request}/carry"
    assert person.post(address, {"receiver": to.id, "password": PASSWORD}).status_code == 404
    assert enter("subject").post(address, {"receiver": to.id, "password": PASSWORD}).status_code == 404


def test_without_an_account_the_code_of_the_last_half_hour_is_the_proof(anybody, house):
    address = "mover@example.net"
    to = a_service(house, "https://reading-room.example.org/in")
    request = number_of(
        anybody.post("/privacy/requests/new/portability?as=email", {"address": address, "declared": "yes"})
    )
    assert anybody.post(f"/privacy/requests/{request}/carry", {"receiver": to.id}).status_code == 303
    anybody.post(f"/privacy/requests/{request}/code", {"code": code_to(house, address)})
    # Nobody has an account under the address, so there is no answer that could go anywhere.
    assert anybody.post(f"/privacy/requests/{request}/carry", {"receiver": to.id}).status_code == 404


def test_the_officer_writes_a_service_down_without_a_contract(enter, house):
    dpo = enter("dpo")
    data = {"name": "Reading Room", "recipient": "chosen_service", "address": "https://reading-room.example.org/in",
            "zone": "local"}  # fmt: skip
    assert dpo.post("/dpo/receivers", data).status_code == 201
    page = dpo.client.get("/dpo/receivers").text
    assert "a service that the person names" in page
    assert "none is needed" in page
    with pytest.raises(ProvisoError, match="receiver-wrong"):
        a_service(house, "https://reading-room.example.org/in", recipient="advertiser")
    with pytest.raises(ProvisoError, match="receiver-wrong"):
        a_service(house, "https://reading-room.example.org/in", zone="nowhere")


def test_what_a_service_is_sent_is_a_record_of_the_person(house, person, answered, sent_to):
    disclosure = sent_to(a_service(house, "https://reading-room.example.org/in"))
    with house.database.read() as unit:
        found = unit.sharing.get(disclosure)
        tables = {table.name: table.rows for table in unit.holdings.of(person.id)}
    assert dataclasses.asdict(found)["request"] == answered
    assert [row["request"] for row in tables["disclosure"]] == [answered]


def test_a_service_that_got_an_answer_hears_of_every_field_that_stands_in_it(house, person, answered, sent_to):
    with listening() as place:
        sent_to(a_service(house, place.base))
        assert send_disclosures(house.services, COURIER) == 1
    with house.database.read() as unit:
        held = unit.requests.get(answered)
        for field in ("email", "age_group", "other"):
            corrected = dataclasses.replace(held, kind=Kind.CORRECTION, about=field)
            assert concerned(unit, corrected) == ["chosen_service"]


def test_who_got_the_data_is_told_of_a_change_before_it_is_answered(house, person, sent_to, enter, entries):
    with listening() as place:
        sent_to(a_service(house, place.base))
        assert send_disclosures(house.services, COURIER) == 1
    request = number_of(person.post("/privacy/requests/new/objection", {"purpose": "", "password": PASSWORD}))
    assert "In work" in person.client.get(f"/privacy/requests/{request}").text
    officer = enter("dpo")
    desk = f"/dpo/requests/{request}"
    assert "A service that the person names (Reading Room): the answer to a request" in officer.client.get(desk).text
    assert officer.post(f"{desk}/told", {"way": "never"}).status_code == 422
    assert officer.post(f"{desk}/told", {"way": "mail"}).status_code == 303
    assert officer.post(f"{desk}/told", {"way": "mail"}).status_code == 409
    page = person.client.get(f"/privacy/requests/{request}").text
    assert "It is done." in page
    assert "Those who had got the data were told" in page
    told = [entry for entry in entries("request.step") if entry["act"] == "recipients_told"]
    assert told[-1]["note"] == "mail"
