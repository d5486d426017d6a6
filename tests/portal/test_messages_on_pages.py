"""Messages on pages: one's own, at this machine, and the one click that ends promotion."""

import dataclasses

from operations.send_message import deliver_messages, send_message, unsubscribe_token


def write(house, person, letter="log-in-changed", **data):
    with house.services.store.begin() as unit:
        found = unit.people.get(person)
        return send_message(house.services, unit, letter, person=found, data={"link": "/account", **data})


def agree(house, person, consent="marketing"):
    with house.services.store.begin() as unit:
        unit.consents.record(person=person, consent=consent, given=True, at=house.services.now(), policy="p")


def test_a_message_is_read_by_its_recipient_and_by_nobody_else(enter, house):
    person, other = enter("subject"), enter("subject")
    write(house, person.id)
    assert "The way you log in was changed" in person.client.get("/account/messages").text
    assert "We hold no message" in other.client.get("/account/messages").text


def test_it_can_be_deleted_at_once(enter, house, entries):
    person = enter("subject")
    message = write(house, person.id)
    assert person.post(f"/account/messages/{message}/delete").status_code == 303
    assert "We hold no message" in person.client.get("/account/messages").text
    assert message in {entry["message"] for entry in entries("message.erased")}


def test_without_a_mail_server_whoever_sits_here_reads_what_was_sent_to_an_address(enter, anybody, house):
    person = enter("subject")
    write(house, person.id)
    assert "There are none" in anybody.post("/mail", {"address": person.email}).text
    deliver_messages(house.services, most=10_000)
    assert "The way you log in was changed" in anybody.post("/mail", {"address": person.email}).text
    assert "There are none" in anybody.post("/mail", {"address": "nobody@example.org"}).text


def test_from_elsewhere_there_is_no_such_page(app):
    far = app.test_client()
    assert far.get("/mail", environ_overrides={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404
    assert far.get("/mail", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 404


def test_with_a_mail_server_there_is_no_such_page(house):
    from portal.create_app import create_app

    class Outside:
        outside = True

    services = dataclasses.replace(house.services, carrier=Outside())
    client = create_app(house=dataclasses.replace(house, services=services)).test_client()
    assert client.get("/mail").status_code == 404


def test_one_click_without_any_form_ends_promotion(app, enter, house):
    person = enter("subject")
    agree(house, person.id)
    item = write(house, person.id, "news", text="something new")
    address = f"/unsubscribe/{unsubscribe_token(house.services, person.id)}"
    assert "One click is enough" in app.test_client().get(address).text
    with house.services.store.read() as unit:
        assert unit.consents.state(person.id, "marketing", now=house.services.now()) == "given"
    answer = app.test_client().post(address, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    with house.services.store.read() as unit:
        assert unit.consents.state(person.id, "marketing", now=house.services.now()) == "withdrawn"
        assert unit.messages.get(item) is None
    assert app.test_client().post(address).status_code == 200


def test_a_token_of_somebody_else_does_nothing(app):
    assert app.test_client().post("/unsubscribe/AAAA").status_code == 404
