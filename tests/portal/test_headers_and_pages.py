"""What every answer has: headers, no outside address, a page that assistive technology can find its way in."""

import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from cast_of_pages import PAGES

import portal
from operations.facts import Actor
from operations.keep_register import write_entry
from portal.headers import HEADERS

FOLDER = Path(portal.__file__).parent
TEMPLATES = sorted((FOLDER / "templates").rglob("*.html"))
STRANGE = ("/nowhere", "/documents/a/b/c", "/static/none.css", "/dpo/records/none")


class Outline(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.lang, self.title, self.headings, self.mains, self.bare, self.ids = "", "", [], 0, [], []
        self._in_title = self._in_picture = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "html":
            self.lang = given.get("lang") or ""
        self._in_picture = self._in_picture or tag == "svg"
        # What a picture says of itself is a title, too, but not the page's.
        self._in_title = tag == "title" and not self._in_picture
        if tag == "main":
            self.mains += 1
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in given:
            self.ids.append(given["id"])
        if "style" in given or tag == "style" or any(name.startswith("on") for name in given):
            self.bare.append((tag, attrs))
        if tag == "script" and "src" not in given:
            self.bare.append((tag, attrs))

    def handle_endtag(self, tag):
        self._in_title = False
        self._in_picture = self._in_picture and tag != "svg"

    def handle_data(self, data):
        self.title += data if self._in_title else ""


def pages_of(enter, anybody, upload, read, house):
    """A page of every kind, errors and all states of a document among them."""
    person, dpo, auditor = enter("subject"), enter("dpo"), enter("auditor")
    waiting, result, kept, gone, cancelled = (upload(person) for _ in range(5))
    for document in (result, kept, gone):
        read(document)
    person.post(f"/documents/{kept}/keep")
    person.post(f"/documents/{gone}/delete")
    person.post(f"/documents/{cancelled}/cancel")
    banned = enter("subject", band="unknown")
    banned.client.post("/documents/new", data={"csrf_token": banned.token(), "file": (io.BytesIO(b"%PDF"), "a.pdf")})
    record = dpo.post("/dpo/records", {"since": "2026-01-01", "until": "2026-01-31"}).headers["Location"]
    number = record.rsplit("/", 1)[1]
    for address in ("/", "/register", "/login", "/privacy", "/privacy/policy", *STRANGE):
        yield address, anybody.client.get(address)
    yield "sign-up with mistakes", anybody.post("/register", {"email": "x", "password": "short"})
    yield "log-in with mistakes", anybody.post("/login", {"email": "nobody@example.com", "password": "x" * 12})
    yield "old form", anybody.client.post("/login", data={"email": "a"})
    yield "wrong verb", anybody.client.delete("/privacy")
    for address in ("/documents", "/documents/new", "/dpo", "/audit", "/documents/" + "0" * 32):
        yield address, person.client.get(address)
    for address in ("/account", "/account/email", "/account/messages", "/account/second-step", "/account/confirmed"):
        yield address, person.client.get(address)
    for address in ("/privacy/requests", "/privacy/requests/new/access", "/privacy/requests/new/erasure"):
        yield address, person.client.get(address)
        yield f"{address} for a visitor", anybody.client.get(address)
    for address in ("/privacy/requests/new/objection", "/account/tokens", "/problems/not-found"):
        yield address, person.client.get(address)
    yield "/account of the staff", dpo.client.get("/account")
    yield "/privacy of the staff", auditor.client.get("/privacy")
    for address in ("/privacy", "/privacy/consents", "/privacy/cookies", "/privacy/do-not-sell"):
        yield f"{address} of one's own", person.client.get(address)
    for address in ("/privacy/cookies", "/privacy/do-not-sell"):
        yield address, anybody.client.get(address)
    for address in ("/change", "/tf-setup", "/verify", "/wan-register", "/wan-verify", "/mf-recovery-codes"):
        yield address, person.client.get(address)
    for address in ("/reset", "/confirm", "/wan-signin", "/mail"):
        yield address, anybody.client.get(address)
    yield "second step with a key", person.post("/tf-setup", {"setup": "authenticator"})
    for document in (waiting, result, kept, gone, cancelled):
        for part in ("", "/history", "/progress"):
            yield f"/documents/{document}{part}", person.client.get(f"/documents/{document}{part}")
    yield "no file", person.post("/documents/new")
    yield "/dpo", dpo.client.get("/dpo")
    yield record, dpo.client.get(record)
    for address in ("/dpo/records", "/dpo/requests", "/dpo/receivers", "/dpo/decisions?show=all", "/dpo/notice"):
        yield address, dpo.client.get(address)
    with house.services.store.read() as unit:
        refused = unit.decisions.newest(1, refused=True, before="", without="", now=house.services.now())[0].id
        allowed = unit.decisions.of_document(kept)[0].id
    for name in (refused, allowed):
        yield f"/dpo/decisions/{name}", dpo.client.get(f"/dpo/decisions/{name}")
    yield (
        "refused by the gate",
        person.client.post(
            f"/documents/{kept}/keep", data={"csrf_token": person.token()}, headers={"X-Forwarded-For": "192.0.2.7"}
        ),
    )
    yield "/dpo/decisions", dpo.client.get("/dpo/decisions")
    for address in ("/audit", "/audit/match", "/account"):
        yield f"{address} of the auditor", auditor.client.get(address)
    yield from pages_of_checks(house, dpo, auditor, allowed)
    yield from pages_of_the_policy_and_of_messages(anybody, person, dpo)
    yield "/audit", auditor.client.get("/audit")
    yield "audit record", auditor.client.get(f"/audit/records/{number}")


def pages_of_the_policy_and_of_messages(anybody, person, dpo):
    """The desks where the policy is changed, data goes and stays, and people's messages are answered."""
    for address in ("/contact", "/privacy/changes", "/privacy/changes/text"):
        yield address, anybody.client.get(address)
    yield "/contact with an account", person.client.get("/contact")
    yield "a message that says nothing", anybody.post("/contact", {"words": ""})
    for address in (
        "policies",
        "policies/files/retention.yaml",
        "policies/files/rules.yaml",
        "policy/rules",
        "policy/try",
    ):
        yield f"/dpo/{address}", dpo.client.get(f"/dpo/{address}")
    for address in ("policy/parameters", "retention", "retention/consent.due_at", "holds", "messages"):
        yield f"/dpo/{address}", dpo.client.get(f"/dpo/{address}")
    yield "a hold that does not fit", dpo.post("/dpo/holds", {"on": "nobody@example.com"})
    yield "a draft that is none", dpo.post("/dpo/policies", {})


def pages_of_checks(house, dpo, auditor, decision):
    """The registers, and what auditors are shown."""
    made = write_entry(house.services, Actor("dpo", dpo.id, verified=True), "breaches", {"what": "A letter."}).entry
    own = ("registers", "registers/adequacy", "registers/contracts", "registers/demands/new", "registers/breaches")
    own += ("registers/transfers", "registers/transfers/new", "registers/screenings/new", "registers/assessments")
    entry = (f"registers/breaches/{made}", f"registers/breaches/{made}/change")
    for address in (*own, *entry, "reviews", "activities", "people", "accesses", "facts"):
        yield f"/dpo/{address}", dpo.client.get(f"/dpo/{address}")
    yield "an entry that does not fit", dpo.post("/dpo/registers/breaches/new", {"aware": "never"})
    checks = (
        "packages",
        "ledger",
        "ledger/1",
        "decisions",
        f"decisions/{decision}",
        "samples",
        "samples?seed=a&count=3",
    )
    for address in (*checks, "accesses", "registers", "registers/breaches", f"registers/breaches/{made}"):
        yield f"/audit/{address}", auditor.client.get(f"/audit/{address}")


@pytest.fixture(scope="module")
def seen():
    return {}


@pytest.fixture
def answers(seen, enter, anybody, upload, read, house):
    if not seen:
        seen.update(pages_of(enter, anybody, upload, read, house))
    return seen


def test_every_answer_has_every_header(answers):
    for address, answer in answers.items():
        for name, value in HEADERS.items():
            assert answer.headers.get(name) == value, (address, name)
        assert answer.headers["Cache-Control"] == "no-store", address


def test_no_answer_names_a_place_outside(answers, house):
    own = house.services.policy.controller.website
    for address, answer in answers.items():
        # The name that pictures within a page bear for what they are is no place.
        text = answer.text.replace('xmlns="http://www.w3.org/2000/svg"', "")
        if address == "/dpo/receivers":
            # Where receivers listen is written there to be read; what is loaded or followed counts all the same.
            text = " ".join(re.findall(r'(?:src|href|action)="[^"]*"', text))
        found = re.findall(r"(?:https?:)?//[a-z0-9.-]+", text, re.IGNORECASE)
        # The policy's own sentence names the controller's address; nothing is loaded from there.
        assert {place.rstrip(".") for place in found} <= ({own} if address == "/privacy/policy" else set()), address


def test_every_page_can_be_found_ones_way_in(answers):
    for address, answer in answers.items():
        if address.endswith("/progress") or answer.status_code in {302, 303}:
            continue
        page = Outline(answer.text)
        assert page.lang == "en", address
        assert page.title.endswith("Proviso"), address
        assert len(page.title) > len(" · Proviso"), address
        assert page.headings.count(1) == 1, address
        assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False)), (
            address
        )
        assert page.mains == 1, address
        assert page.bare == [], address
        assert len(page.ids) == len(set(page.ids)), address


def test_errors_have_a_title_a_sentence_a_next_step_and_a_code(answers):
    for address, code in (("/nowhere", "not-found"), ("old form", "form-expired"), ("wrong verb", "method-wrong")):
        text = answers[address].text
        assert code in text
        assert "What you can do:" in text


def test_no_template_carries_styles_scripts_or_outside_addresses():
    assert TEMPLATES
    for template in TEMPLATES:
        text = template.read_text()
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", text), template
        assert "http" not in text.replace("http-equiv", ""), template


def test_every_whole_page_is_built_on_the_one_frame():
    parts = {template for template in TEMPLATES if template.name.startswith("_")} - {
        FOLDER / "templates" / "_record_page.html"
    }
    for template in set(TEMPLATES) - parts - {FOLDER / "templates" / "base.html"}:
        text = template.read_text()
        assert text.startswith('{% extends "'), template
        assert "block title" in text, template
        assert text.count("<h1") == 1, template


@pytest.mark.parametrize("file", sorted((FOLDER / "static").iterdir()), ids=lambda file: file.name)
def test_what_is_served_to_browsers_loads_nothing(file, anybody):
    text = file.read_text().replace("http://www.w3.org/2000/svg", "")
    assert "//" not in text.replace("\n//", "").replace("/*", "").replace("*/", "") or file.suffix == ".js"
    assert "http" not in text
    assert "@import" not in text
    assert "url(" not in text
    answer = anybody.client.get(f"/static/{file.name}")
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()


def test_bootstrap_comes_from_here(anybody):
    body = anybody.client.get("/").text
    sheet = re.search(r'href="(/bootstrap/[^"]+)"', body)
    assert sheet
    answer = anybody.client.get(sheet[1])
    assert answer.status_code == 200
    assert not re.search(rb"url\((?!.?data:)", answer.data)
    answer.close()


def test_who_prefers_json_gets_problem_details(anybody):
    answer = anybody.client.get("/nowhere", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == "not-found"
    assert {"title", "status", "detail", "next_step", "type"} <= set(answer.json)


def test_every_page_in_the_table_was_looked_at(answers):
    assert len(answers) > len(PAGES)
