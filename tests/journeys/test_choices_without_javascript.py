"""Choices, a message and closing the account in a browser that runs no scripts."""

import re

from playwright.sync_api import expect


def test_choices_without_javascript(visit, living, sign_up):
    ned = visit(script=False)
    sign_up(ned, "ned@example.com")
    expect(ned.page.get_by_role("heading", name="Your documents")).to_be_visible()
    ned.go("/privacy/consents")
    ned.page.get_by_role("button", name=re.compile("Yes, I agree.*promotional messages")).click()
    expect(ned.page.get_by_text("Noted: yes.")).to_be_visible()
    ned.go("/privacy/do-not-sell")
    ned.page.get_by_role("button", name="Do not sell or share my data").click()
    expect(ned.page.get_by_text("Your choice holds from now on.")).to_be_visible()
    ned.look("privacy-without-script", script=False)
    ned.go("/privacy/requests/new/objection")
    ned.page.get_by_label("To promote our services").check()
    ned.page.get_by_label("Your password, once more").fill("four quiet grey herons")
    ned.page.get_by_role("button", name="Object", exact=True).click()
    expect(ned.page.get_by_text("It is done.", exact=True)).to_be_visible()
    ned.go("/contact")
    ned.page.get_by_label("Your message").fill("Does it work without scripts?")
    ned.page.get_by_role("button", name="Send it").click()
    expect(ned.page.get_by_role("heading", name="We have your message")).to_be_visible()
    ned.go("/account/close")
    ned.page.locator("input[name=sure]").check()
    ned.page.locator("main form button[type=submit]").click()
    expect(ned.page.get_by_role("heading", name=re.compile("closed"))).to_be_visible()
