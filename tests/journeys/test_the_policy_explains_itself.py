"""The notice, with what enforces each sentence; a refusal, explained to the person and to the DPO."""

import re

from playwright.sync_api import expect
from sqlalchemy import update
from visitor import second_step

from console.acting import find_account, grant_role
from scans import as_pdf, letter
from store.tables import User, table_of

SCAN = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": as_pdf([letter(width=413, height=585, size=9)])}
USERS = table_of(User)


def become(living, email, **values):
    """Let something about an account be otherwise from now on."""
    with living.house.database.begin() as unit:
        unit.connection.execute(update(USERS).where(USERS.c.email == email).values(**values))


def test_the_notice_is_read_with_what_stands_behind_it(visit):
    quinn = visit()
    quinn.go("/privacy/policy")
    expect(quinn.page.get_by_text("In force since", exact=True)).to_be_visible()
    clause = quinn.page.locator("[id='c4.1.1']")
    summary = clause.locator("summary")
    expect(clause.locator("details > div")).to_be_hidden()
    summary.focus()
    quinn.page.keyboard.press("Enter")
    expect(clause.get_by_text("What is refused")).to_be_visible()
    quinn.page.get_by_role("link", name="How unclear places are read").click()
    expect(quinn.page.get_by_role("heading", name="How unclear places are read")).to_be_in_viewport()
    for number in ("c4.1.9", "c0.4"):
        quinn.page.locator(f"[id='{number}'] summary").click()
    quinn.look("policy")
    quinn.go("/privacy/policy#c4.2.1")
    expect(quinn.page.locator("[id='c4.2.1']")).to_be_in_viewport()
    quinn.page.screenshot(path=quinn.shots / "policy-linked.png")
    quinn.page.emulate_media(media="print")
    expect(quinn.page.locator("[id='c4.2.1'] > p")).to_be_visible()
    expect(quinn.page.locator(".policy > nav")).to_be_hidden()
    quinn.page.screenshot(path=quinn.shots / "policy-printed.png", full_page=True)


def test_the_notice_needs_no_script(visit):
    ruth = visit(script=False)
    ruth.go("/privacy/policy#c4.1.1")
    ruth.look("policy-without-script", script=False)
    ruth.page.locator("[id='c4.1.1'] summary").click()
    expect(ruth.page.locator("[id='c4.1.1']").get_by_text("What is refused")).to_be_visible()


def test_a_refusal_is_explained_to_the_person_and_to_the_officer(visit, living, sign_up):
    sam = visit()
    sign_up(sam, "sam@example.com")
    expect(sam.page.get_by_role("heading", name="Your documents")).to_be_visible()
    become(living, "sam@example.com", age_band="unknown")
    sam.go("/documents/new")
    sam.page.get_by_label("The page or pages").set_input_files(SCAN)
    sam.page.get_by_role("button", name="Upload and read").click()
    refusal = sam.page.get_by_role("alert")
    expect(refusal.get_by_text("It would be allowed if")).to_be_visible()
    assert not re.search(r"subject\.age_band|F-[A-Z]", refusal.inner_text())
    sam.look("refused-upload")
    become(living, "sam@example.com", age_band="of_age")
    sam.go("/documents/new")
    sam.page.get_by_label("The page or pages").set_input_files(SCAN)
    sam.page.get_by_role("button", name="Upload and read").click()
    keep = sam.page.get_by_role("button", name=re.compile("Keep it until"))
    expect(keep).to_be_visible(timeout=60_000)
    become(living, "sam@example.com", account_state="closed")
    keep.click()
    expect(sam.page.get_by_text("It would be allowed if")).to_be_visible()
    sam.look("refused-keep")
    sam.page.locator("blockquote a").first.click()
    expect(sam.page).to_have_url(re.compile(r"/privacy/policy#c[\d.]+$"))

    tess = visit()
    sign_up(tess, "tess@example.com")
    expect(tess.page.get_by_role("heading", name="Your documents")).to_be_visible()
    grant_role(living.house, find_account(living.house, "tess@example.com"), "dpo")
    tess.go("/dpo/decisions")
    second_step(tess, "tess@example.com")
    tess.go("/dpo/decisions")
    expect(tess.page.get_by_role("heading", name="What the gate refused")).to_be_visible()
    tess.look("dpo-decisions")
    tess.page.get_by_role("link", name="Keep the text in your account").first.click()
    expect(tess.page.get_by_role("cell", name="account.state").first).to_be_visible()
    tess.look("dpo-decision")
    tess.page.get_by_role("link", name="Notice and law").click()
    expect(tess.page.get_by_role("heading", name="The notice and the law")).to_be_visible()
    tess.look("dpo-notice")
