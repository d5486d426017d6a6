"""Somebody without an account asks by e-mail, comes back with the reference, and fetches the answer; without script."""

import re

import pytest
from playwright.sync_api import expect
from rights_words import code_to, data, fetch, officer

ADDRESS = "nadia@example.net"


@pytest.mark.timeout(400)
def test_who_has_no_account_is_told_that_nothing_is_held(visit, living, sign_up):
    nadia = visit(script=False)
    nadia.go("/privacy/requests")
    nadia.look("rights-for-visitors", script=False)
    nadia.page.get_by_role("link", name="I have no account, or cannot log in").click()
    nadia.page.get_by_role("link", name="See what you hold about me").click()
    nadia.page.get_by_role("button", name="Ask for a copy").click()
    expect(nadia.page.get_by_role("alert")).to_be_visible()
    nadia.look("request-by-mail-wrong", script=False)
    nadia.page.get_by_label("Your e-mail address").fill(ADDRESS)
    nadia.page.get_by_label(re.compile("I declare")).check()
    nadia.page.get_by_role("button", name="Ask for a copy").click()
    expect(nadia.page.get_by_role("heading", name="Enter the code that we sent you")).to_be_visible()
    nadia.look("request-by-mail-code", script=False)
    reference = nadia.page.locator(".reference").inner_text()
    nadia.page.get_by_label("Code", exact=True).fill(code_to(living, ADDRESS, "request-code-asker"))
    nadia.page.get_by_role("button", name="Go on").click()
    expect(nadia.page.get_by_text("Waits for us")).to_be_visible()
    address = nadia.page.url.rsplit("/", 1)[1]

    olga = officer(visit, living, sign_up, "olga-for-nadia@example.com")
    olga.go(f"/dpo/requests/{address}")
    expect(olga.page.get_by_text("Nothing is held about whoever this is")).to_be_visible()
    olga.page.get_by_role("button", name="Carry it out").click()

    later = visit(script=False)
    later.go("/privacy/requests/return")
    later.look("request-return", script=False)
    later.page.get_by_label("Reference").fill(reference)
    later.page.get_by_role("button", name="Send the code").click()
    later.look("request-return-code", script=False)
    later.page.get_by_label("Code", exact=True).fill(code_to(living, ADDRESS, "request-code-return"))
    later.page.get_by_role("button", name="Open the request").click()
    expect(later.page.get_by_role("heading", name="The answer is ready")).to_be_visible(timeout=120_000)
    later.look("request-by-mail-answered", script=False)
    files = fetch(later)
    assert data(files)["answer"]["held"] is False
    (later.shots / "answer-nothing.pdf").write_bytes(files["answer.pdf"])
