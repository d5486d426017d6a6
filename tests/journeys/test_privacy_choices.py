"""A first visit with the browser's signal, consents given and taken back while a job runs, and somebody too young."""

import re

from playwright.sync_api import expect

from scans import as_pdf, letter

MANY = as_pdf([letter(width=1240, height=1754, size=22) for _ in range(40)])


def test_a_first_visit_with_the_signal(visit, living, sign_up):
    gus = visit()
    gus.context.set_extra_http_headers({"Sec-GPC": "1"})
    gus.go("/privacy")
    expect(gus.page.get_by_text("Opt-out request honoured")).to_be_visible()
    assert gus.context.cookies() == []
    gus.look("privacy-first-visit")
    gus.go("/privacy/cookies")
    gus.look("privacy-cookies-visitor")
    sign_up(gus, "gus@example.com")
    expect(gus.page.get_by_role("heading", name="Your documents")).to_be_visible()
    gus.go("/privacy/do-not-sell")
    expect(gus.page.get_by_text("In force: yes.")).to_have_count(1)
    gus.look("privacy-do-not-sell")
    gus.context.set_extra_http_headers({})
    gus.go("/privacy/do-not-sell")
    expect(gus.page.get_by_text("In force: yes.")).to_have_count(1)


def test_consents_one_by_one_and_taken_back_while_a_job_runs(visit, living, sign_up):
    wes = visit()
    page = wes.page
    sign_up(wes, "wes@example.com")
    expect(wes.page.get_by_role("heading", name="Your documents")).to_be_visible()
    wes.go("/privacy/consents")
    page.get_by_role("button", name=re.compile("Yes, I agree.*promotional messages")).click()
    expect(page.get_by_text("Noted: yes.")).to_be_visible()
    wes.look("privacy-consents")
    with page.expect_download() as download:
        page.get_by_role("link", name="Receipt", exact=True).first.click()
    assert b"receipt-eu-gdpr" in download.value.path().read_bytes()
    page.get_by_role("button", name=re.compile("^No.*promotional messages")).click()
    expect(page.get_by_text("Noted: no.")).to_be_visible()

    wes.go("/documents/new")
    page.locator("input[type=file]").set_input_files(
        {"name": "many.pdf", "mimeType": "application/pdf", "buffer": MANY}
    )
    page.get_by_label("Keep the text", exact=False).first.check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/documents/*")
    document = page.url.rsplit("/", 1)[1]
    wes.go("/privacy/consents")
    page.get_by_role("button", name=re.compile("^Take it back")).click()
    expect(page.get_by_text("Your consent is taken back.")).to_be_visible()
    with living.house.services.store.read() as unit:
        row = unit.documents.get(document)
    assert row.stage.value == "cancelled"
    assert row.pages_read < 40
    wes.go("/privacy")
    wes.look("privacy-centre")


def test_somebody_too_young_is_refused_kindly(visit, living):
    kit = visit()
    kit.go("/register")
    for label, value in (("E-mail address", "kit@example.com"), ("Password", "four quiet grey herons")):
        kit.page.get_by_label(label).fill(value)
    for label, value in (("Day", "1"), ("Month", "1"), ("Year", "2020")):
        kit.page.get_by_label(label).fill(value)
    kit.page.get_by_role("button", name="Open the account").click()
    expect(kit.page.get_by_text("Thank you for asking us.")).to_be_visible()
    kit.look("sign-up-too-young")
    with living.house.services.store.read() as unit:
        assert unit.people.find("kit@example.com") is None


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
