"""The data protection officer makes the record of processing; the auditor downloads the same paper."""

import hashlib

from playwright.sync_api import expect
from visitor import log_in

from console.acting import find_account, grant_role


def test_the_record_is_made_watched_and_downloaded(visit, living, sign_up):
    for email, role in (("olga@example.com", "dpo"), ("paul@example.com", "auditor")):
        newcomer = visit()
        sign_up(newcomer, email)
        expect(newcomer.page.get_by_role("heading", name="Your documents")).to_be_visible()
        grant_role(living.house, find_account(living.house, email), role)

    olga = visit()
    olga.go("/dpo")
    log_in(olga, "olga@example.com")
    olga.go("/dpo/records")
    expect(olga.page.get_by_role("heading", name="Records", exact=True)).to_be_visible()
    olga.look("dpo")
    olga.page.get_by_role("button", name="Make the record").click()
    olga.look("dpo-record-waiting")
    expect(olga.page.get_by_role("link", name="Download the PDF")).to_be_visible(timeout=180_000)
    olga.look("dpo-record")
    with olga.page.expect_download() as download:
        olga.page.get_by_role("link", name="Download the PDF").click()
    paper = download.value.path().read_bytes()
    assert paper.startswith(b"%PDF")
    digest = hashlib.sha256(paper).hexdigest()
    expect(olga.page.get_by_text(digest)).to_be_visible()

    paul = visit()
    paul.go("/audit")
    log_in(paul, "paul@example.com")
    paul.go("/audit")
    expect(paul.page.get_by_role("heading", name="Evidence")).to_be_visible()
    paul.page.get_by_role("button", name="Verify the ledger now").click()
    expect(paul.page.get_by_role("heading", name="The ledger holds")).to_be_visible()
    paul.look("audit")
    with paul.page.expect_download() as download:
        paul.page.get_by_role("link", name="Download the PDF").first.click()
    assert hashlib.sha256(download.value.path().read_bytes()).hexdigest() == digest
    paul.page.get_by_role("link", name="R-").first.click()
    expect(paul.page.get_by_text(digest)).to_be_visible()
    paul.look("audit-record")
