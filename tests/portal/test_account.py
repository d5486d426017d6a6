"""The account: confirmed addresses, log-ins that can be seen and ended, second steps, and no way round them."""

import re
import time

import pytest
from cast_of_pages import PASSWORD
from passlib.totp import TOTP
from sign_up_words import GOOD, born
from sqlmodel import Session, select

from operations.read_messages import laid_out
from operations.send_message import deliver_messages
from store.tables import Role, User, WebAuthn


def letters(house, address):
    deliver_messages(house.services, most=10_000)
    return [(letter.subject, letter.text) for letter in laid_out(house.services, address)]


def link(text):
    return re.search(r"http://localhost:8000(\S+)", text)[1]


def log_in(browser, email, password=PASSWORD):
    return browser.post("/login", {"email": email, "password": password})


def account(house, email):
    with Session(house.database.engine) as session:
        return session.exec(select(User).where(User.email == email)).one_or_none()


@pytest.fixture
def signed_up(anybody, house):
    from datetime import date

    email = f"fresh{time.time_ns()}@example.com"
    anybody.post("/register", GOOD | {"email": email} | born(date(1980, 3, 31)))
    return anybody, email


def test_a_new_address_confirms_itself_with_the_letter_it_gets(signed_up, house):
    browser, email = signed_up
    ((subject, text),) = letters(house, email)
    assert subject == "Please confirm your e-mail address"
    assert email not in text
    assert account(house, email).confirmed_at is None
    assert browser.client.get(link(text)).headers["Location"] == "/account/confirmed"
    assert account(house, email).confirmed_at is not None
    assert "is confirmed" in browser.client.get("/account/confirmed").text


def test_who_has_an_account_already_is_told_by_letter_and_the_page_says_nothing(enter, anybody, house):
    from datetime import date

    person = enter("subject")
    answer = anybody.post("/register", GOOD | {"email": person.email} | born(date(1980, 3, 31)))
    assert answer.headers["Location"] == "/login"
    assert [subject for subject, _ in letters(house, person.email)] == ["You have an account already"]


def test_a_forgotten_password_is_set_by_letter_and_ends_every_log_in(enter, anybody, house):
    person = enter("subject")
    said = anybody.post("/reset", {"email": person.email}).text
    assert re.sub(r'value="[^"]*"', "", said) == re.sub(
        r'value="[^"]*"', "", anybody.post("/reset", {"email": "nobody@example.com"}).text
    )
    (_, text), *_ = letters(house, person.email)
    new = "another five quiet words"
    answer = anybody.post(link(text), {"password": new, "password_confirm": new})
    assert answer.status_code == 302, answer.text
    assert person.client.get("/account").status_code == 303
    assert log_in(anybody, person.email).status_code == 200
    assert log_in(anybody, person.email, new).status_code == 302
    assert "The password of your account was changed" in {subject for subject, _ in letters(house, person.email)}
    # The letter works once.
    assert anybody.client.get(link(text)).headers["Location"] == "/reset"


def test_log_ins_are_listed_without_addresses_and_can_be_ended(enter, app, house):
    person = enter("subject")
    second = app.test_client()
    page = second.get("/login").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    second.post("/login", data={"csrf_token": token, "email": person.email, "password": PASSWORD})
    assert second.get("/account").status_code == 200
    page = person.client.get("/account").text
    other = re.findall(r"/account/sessions/(\w{64})/end", page)
    assert len(other) == 1
    assert "127." not in page
    person.post(f"/account/sessions/{other[0]}/end")
    assert second.get("/account").status_code == 303
    assert person.client.get("/account").status_code == 200


def test_all_others_end_with_one_button(enter, app, house):
    person = enter("subject")
    second = app.test_client()
    with person.client.session_transaction() as cookie:
        mine = dict(cookie)
    from operations.facts import Actor
    from operations.sessions import open_session

    open_session(house.services, Actor("owner", person.id, verified=True), "second")
    with second.session_transaction() as cookie:
        cookie.update(mine | {"key": "second"})
    assert second.get("/account").status_code == 200
    person.post("/account/sessions/end-others")
    assert second.get("/account").status_code == 303
    assert person.client.get("/account").status_code == 200


def test_a_key_that_was_never_given_out_opens_nothing(enter):
    person = enter("subject")
    with person.client.session_transaction() as cookie:
        cookie["key"] = "made up"
    assert person.client.get("/account").status_code == 303


def test_the_key_of_a_session_changes_with_every_log_in(enter, anybody):
    person = enter("subject")
    seen = set()
    for _ in range(2):
        log_in(anybody, person.email)
        with anybody.client.session_transaction() as cookie:
            seen.add(cookie["key"])
        anybody.post("/logout")
    assert len(seen) == 2


def on_its_own_form(browser, address, **data):
    """Send the form of the page at an address: between two steps of a log-in no other page may be opened."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.client.get(address).text)[1]
    return browser.client.post(address, data={"csrf_token": token, **data})


def enrol(person):
    """Set up the second step of somebody logged in; gives the key."""
    text = person.post("/tf-setup", {"setup": "authenticator"}).text
    key = re.search(r'id="second-step-key">([^<]+)<', text)[1]
    action = re.search(r'action="(/tf-(?:setup/|validate)[^"]*)"', text)[1]
    answer = person.post(action, {"code": TOTP(key=key).generate().token})
    assert answer.headers["Location"] == "/account/second-step", answer.text
    return key


def test_the_second_step_is_asked_for_and_its_digits_work_once(enter, anybody, house):
    person = enter("subject")
    key = enrol(person)
    codes = re.findall(r"<li><code>([^<]+)", person.post("/mf-recovery-codes", {"generate_new_codes": "yes"}).text)
    assert len(codes) == 5
    assert not set(codes) & set(account(house, person.email).mf_recovery_codes)
    assert log_in(anybody, person.email).headers["Location"].startswith("/tf-validate")
    assert anybody.client.get("/account").status_code == 303
    assert on_its_own_form(anybody, "/tf-validate", code="000000").status_code == 200
    # The digits of the set-up were used already: only the next ones will do.
    assert on_its_own_form(anybody, "/tf-validate", code=TOTP(key=key).generate().token).status_code == 200
    next_one = TOTP(key=key).generate(time.time() + 30).token
    assert on_its_own_form(anybody, "/tf-validate", code=next_one).status_code == 302
    assert anybody.client.get("/account").status_code == 200
    anybody.post("/logout")
    log_in(anybody, person.email)
    assert on_its_own_form(anybody, "/mf-recovery", code=codes[0]).status_code == 302
    assert anybody.client.get("/account").status_code == 200
    assert len(account(house, person.email).mf_recovery_codes) == 4


@pytest.mark.parametrize("role", ["dpo", "auditor"])
def test_the_staff_sees_nothing_before_a_second_step_is_set_up(enter, house, role):
    person = enter("subject")
    with Session(house.database.engine) as session:
        user = session.get(User, person.id)
        user.roles += list(session.exec(select(Role).where(Role.name == role)))
        session.add(user)
        session.commit()
    for address in ("/", "/dpo", "/audit", "/documents", "/account", "/account/messages", "/privacy"):
        assert person.client.get(address).headers["Location"] == "/tf-setup", address
    enrol(person)
    assert person.client.get("/dpo" if role == "dpo" else "/audit").status_code == 200
    assert "Do without" not in person.client.get("/tf-setup").text


def test_acts_that_matter_ask_again_after_a_quarter_of_an_hour(enter):
    person = enter("subject")
    with person.client.session_transaction() as cookie:
        cookie["fs_paa"] = time.time() - 1000
        cookie.pop("fs_gexp", None)
    assert person.client.get("/account/email").headers["Location"] == "/verify?next=/account/email"
    for address in ("/tf-setup", "/wan-register", "/mf-recovery-codes"):
        assert "/verify" in person.client.get(address).headers.get("Location", ""), address
    assert person.post("/verify?next=/account/email", {"password": PASSWORD}).headers["Location"] == "/account/email"
    assert person.client.get("/account/email").status_code == 200


def test_another_address_is_used_once_it_answers_and_the_old_one_is_told(enter, house):
    person = enter("subject")
    new = f"new{time.time_ns()}@example.com"
    assert "We wrote to the new address" in person.post("/account/email", {"email": new}).text
    deliver_messages(house.services, most=10_000)
    with house.services.store.read() as unit:
        (letter,) = unit.messages.of_address(new)
    address = link(house.services.envelope.open(letter.id, letter.sealed))
    assert new.split("@")[0] not in address
    stranger = enter("subject")
    assert stranger.post(address).status_code == 400
    assert account(house, person.email) is not None
    assert person.post(address).status_code == 303
    assert account(house, new).id == person.id
    with house.services.store.read() as unit:
        assert [row.letter for row in unit.messages.of_address(person.email)] == ["address-changed"]
    assert person.post(address).status_code in {303, 400}


def test_an_address_of_another_account_gets_no_letter_and_the_page_says_the_same(enter, house):
    person, other = enter("subject"), enter("subject")
    assert "We wrote to the new address" in person.post("/account/email", {"email": other.email}).text
    assert letters(house, other.email) == []


def test_what_one_is_called_is_up_to_oneself(enter, house):
    person = enter("subject")
    assert person.post("/account/profile", {"called": "Kim", "language": "de"}).status_code == 303
    assert (account(house, person.email).called, account(house, person.email).language) == ("Kim", "de")
    assert person.post("/account/profile", {"called": "x" * 101}).status_code == 400
    assert person.post("/account/profile", {"called": "", "language": "xx"}).status_code == 400


def test_a_passkey_of_somebody_else_cannot_be_taken_away(enter, house):
    person, other = enter("subject"), enter("subject")
    from flask_security.utils import aware_utcnow

    with Session(house.database.engine) as session:
        session.add(
            WebAuthn(
                credential_id=b"c" + str(person.id).encode(), public_key=b"k", device_type="single_device",
                lastuse_datetime=aware_utcnow(), name="blue key", usage="first", user_id=person.id,
            )
        )  # fmt: skip
        session.commit()
    other.post("/wan-delete", {"name": "blue key"})
    assert "blue key" in person.client.get("/account").text
    person.post("/wan-delete", {"name": "blue key"})
    assert "blue key" not in person.client.get("/account").text


def test_an_account_is_closed_in_two_steps_with_its_date(enter, anybody, house):
    person = enter("subject")
    assert "I am sure" in person.client.get("/account/close").text
    assert person.post("/account/close").status_code == 422
    answer = person.post("/account/close", {"sure": "yes"})
    assert "Your account is closed" in answer.text
    assert "<time" in answer.text
    assert person.client.get("/account").status_code == 303
    assert log_in(anybody, person.email).status_code == 200
    with house.services.store.read() as unit:
        assert unit.people.get(person.id).account_state == "closed"
        assert [row.letter for row in unit.messages.of_person(person.id)] == ["account-closing"]
