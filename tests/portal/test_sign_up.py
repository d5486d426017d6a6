"""Opening an account: a neutral question, only the age group kept, a kind no, and nothing given away."""

import re
from datetime import UTC, date, datetime

import pytest
from sign_up_words import GOOD, born
from sqlmodel import Session, select

from store.tables import User

TODAY = datetime.now(UTC).date()


def years_ago(years: int) -> date:
    return TODAY.replace(year=TODAY.year - years, day=min(TODAY.day, 28))


def accounts(house, email):
    with Session(house.database.engine) as session:
        return session.exec(select(User).where(User.email == email)).all()


def test_an_account_keeps_the_age_group_and_not_the_date(anybody, house, entries):
    before = len(entries("account.opened"))
    answer = anybody.post("/register", GOOD | {"email": "Ada.New@Example.com"} | born(date(1980, 3, 31)))
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/login"
    (user,) = accounts(house, "ada.new@example.com")
    assert user.age_band == "of_age"
    assert user.account_state == "active"
    assert [role.name for role in user_roles(house, user.id)] == ["subject"]
    assert user.password.startswith("$argon2id$")
    assert "1980" not in repr(user.model_dump(exclude={"fs_uniquifier", "password", "ledger_salt"}))
    opened = entries("account.opened")
    assert len(opened) == before + 1
    assert re.fullmatch("[0-9a-f]{32}", str(opened[-1]["subject"]))


def user_roles(house, number):
    with Session(house.database.engine) as session:
        return list(session.get(User, number).roles)


def test_the_gate_was_asked_before_the_account_was_written(anybody, entries):
    before = len(entries("decision.allowed"))
    anybody.post("/register", GOOD | {"email": "gated@example.com"} | born(date(1980, 3, 31)))
    cells = [tuple(entry["cell"]) for entry in entries("decision.allowed")[before:]]
    assert ("collect", "account.identity", "account_management", "none") in cells
    assert ("store", "account.credentials", "account_management", "none") in cells


def test_the_page_does_not_hint_at_the_age_it_wants(anybody, house):
    children = house.services.policy.children
    text = anybody.client.get("/register").text
    for age in {children.floor, children.consent_age()}:
        assert not re.search(rf"\b{age}\b", text)
    assert "older" not in text
    assert "parent" not in text


def test_who_is_too_young_is_refused_kindly_and_nothing_is_kept(anybody, house, entries):
    before = len(entries("decision.allowed"))
    child = born(years_ago(house.services.policy.children.floor - 1))
    answer = anybody.post("/register", GOOD | {"email": "kid@example.com"} | child)
    assert answer.status_code == 403
    assert "nothing you entered was kept" in answer.text
    assert accounts(house, "kid@example.com") == []
    assert len(entries("decision.allowed")) == before
    assert "kid@example.com" not in answer.text


def test_another_date_does_not_help_in_the_same_browser(app, anybody, house):
    child = born(years_ago(house.services.policy.children.floor - 1))
    token = anybody.token()
    data = GOOD | {"email": "kid2@example.com", "csrf_token": token}
    assert anybody.client.post("/register", data=data | child).status_code == 403
    assert anybody.client.post("/register", data=data | born(date(1980, 1, 1))).status_code == 403
    assert anybody.client.get("/register").status_code == 403
    assert accounts(house, "kid2@example.com") == []


def test_between_floor_and_consent_age_the_group_says_so(anybody, house):
    floor = house.services.policy.children.floor
    anybody.post("/register", GOOD | {"email": "teen@example.com"} | born(years_ago(floor)))
    assert accounts(house, "teen@example.com")[0].age_band == "below_consent_age"


YOUNG = "below_consent_age"


@pytest.mark.parametrize(("country", "band"), [("AT", "of_age"), ("DE", YOUNG), ("", YOUNG)])
def test_the_country_says_from_what_age_one_can_agree_alone_and_is_not_kept(anybody, house, country, band):
    email = f"fifteen-{country.lower() or 'nowhere'}@example.com"
    answer = anybody.post("/register", GOOD | {"email": email, "country": country} | born(years_ago(15)))
    assert answer.status_code == 303
    assert accounts(house, email)[0].age_band == band


def test_an_address_that_is_taken_gets_the_same_answer_and_keeps_its_account(app, enter, anybody, house):
    person = enter("subject")
    before = accounts(house, person.email)[0].password
    answer = anybody.post("/register", GOOD | {"email": person.email} | born(date(1980, 3, 31)))
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/login"
    assert [user.password for user in accounts(house, person.email)] == [before]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "nobody"}, "does not look like an e-mail address"),
        ({"password": "short"}, "at least 10 characters"),
        ({"password": "aaaaaaaaaaaa"}, "too easy to guess"),
        ({"password": "wrong.one@example.com", "email": "wrong.one@example.com"}, "too easy to guess"),
        ({"day": "31", "month": "2"}, "Enter a real date"),
        ({"year": "2999"}, "on which you were born"),
        ({"year": ""}, "Enter your date of birth"),
    ],
)
def test_a_mistake_is_named_beside_its_field(anybody, wrong, said):
    answer = anybody.post("/register", GOOD | {"email": "fine@example.com"} | born(date(1980, 3, 31)) | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'role="alert"' in answer.text


def test_logging_in_works_and_says_nothing_about_who_exists(app, enter, anybody):
    person = enter("subject")
    unknown = anybody.post("/login", {"email": "never.was@example.com", "password": "some long words"})
    wrong = anybody.post("/login", {"email": person.email, "password": "some long words"})
    clean = [re.sub(r'value="[^"]*"', "", answer.text) for answer in (unknown, wrong)]
    assert clean[0] == clean[1]
    right = anybody.post("/login", {"email": person.email.upper(), "password": GOOD["password"]})
    assert right.status_code == 302
    assert anybody.client.get("/documents").status_code == 200


def test_the_session_cookie_is_for_this_site_and_for_no_script(anybody, enter):
    person = enter("subject")
    answer = anybody.post("/login", {"email": person.email, "password": GOOD["password"]})
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("proviso=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie


def test_over_tls_the_cookie_is_secure(house):
    import dataclasses

    from portal.create_app import create_app

    web = dataclasses.replace(house.settings.web, secure_cookies=True)
    behind = create_app(house=dataclasses.replace(house, settings=dataclasses.replace(house.settings, web=web)))
    answer = behind.test_client().get("/login", base_url="https://localhost")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-proviso=")
    assert "Secure" in cookie
    assert answer.headers["Strict-Transport-Security"]


def test_a_token_in_a_header_logs_nobody_in(app, enter, house):
    person = enter("subject")
    with app.app_context(), Session(house.database.engine) as session:
        token = session.get(User, person.id).get_auth_token()
    answer = app.test_client().get("/documents", headers={"Authentication-Token": token})
    assert answer.status_code == 303


def test_guessing_is_stopped(house):
    from portal.create_app import create_app

    made = create_app(house=house)
    client = made.test_client()
    page = client.get("/login").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    seen = [
        client.post(
            "/login",
            data={"csrf_token": token, "email": "x@example.com", "password": "guess guess"},
            environ_overrides={"REMOTE_ADDR": "127.0.0.77"},
        ).status_code
        for _ in range(12)
    ]
    assert seen[:10] == [200] * 10
    assert seen[10:] == [429, 429]


def test_without_the_counter_nobody_logs_in_and_the_rest_stays_open(house, tmp_path):
    import dataclasses

    from portal.create_app import create_app

    nowhere = dataclasses.replace(house.settings, redis_url=f"unix://{tmp_path}/none.sock")
    client = create_app(house=dataclasses.replace(house, settings=nowhere)).test_client()
    page = client.get("/login")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    assert page.status_code == 200
    answer = client.post("/login", data={"csrf_token": token, "email": "x@example.com", "password": "guess guess"})
    assert answer.status_code == 503
    assert client.post("/register", data={"csrf_token": token}).status_code == 422
