"""Somebody closes their account: what follows is said first, then it is done, and nobody logs in any more."""

import re

from playwright.sync_api import expect
from visitor import log_in


def test_an_account_is_closed_and_stays_closed(visit, living, sign_up):
    una = visit()
    page = una.page
    sign_up(una, "una@example.com")
    expect(page.get_by_role("heading", name="Your documents")).to_be_visible()
    una.go("/account/close")
    una.look("account-close")
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("heading", name=re.compile("Close"))).to_be_visible()
    page.locator("input[name=sure]").check()
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("heading", name=re.compile("closed"))).to_be_visible()
    una.look("account-closed")
    with living.house.services.store.read() as unit:
        person = unit.people.find("una@example.com")
        assert unit.people.get(person).account_state == "closed"
        letters = [one.letter for one in unit.messages.of_person(person)]
        assert "account-closing" in letters
    una.go("/login")
    log_in(una, "una@example.com")
    assert "/login" in page.url
    una.go("/documents")
    assert "/login" in page.url
