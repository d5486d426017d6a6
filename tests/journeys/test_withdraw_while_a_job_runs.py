"""A consent is taken back while a job runs: the next page is not read."""

import re

from playwright.sync_api import expect

from scans import as_pdf, letter

MANY = as_pdf([letter(width=1240, height=1754, size=22) for _ in range(40)])


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
    page.locator("#file").set_input_files({"name": "many.pdf", "mimeType": "application/pdf", "buffer": MANY})
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
