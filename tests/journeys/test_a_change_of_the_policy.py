"""A change of the policy from its draft to its day, and back: two officers, people told, consents asked again.

The days of notice are jumped over by moving the day that is written down; everything else is done in the browser.
"""

import io
import re
import zipfile
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from sqlalchemy import update
from visitor import log_in, until

from console.acting import find_account, grant_role
from governance.gate import PermitRefused
from operations.ask import ask
from operations.cells import PROCESS
from operations.facts import SERVICE, facts_of
from operations.submit_document import submit_document
from scans import as_png, letter
from store.tables import PolicyTermRow, table_of

AUTHOR, SECOND, PERSON = "yara@example.com", "zoe@example.com", "xan@example.com"
ON = "    label: Sending promotional messages\n    do: contact\n    on: account.identity\n"


def changed(files: bytes) -> bytes:
    """The policy's files with one rule that does more, the sentence that says so, and a new version."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(files)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            text = before.read(name).decode()
            text = text.replace(ON, ON.replace("account.identity", "[account.identity, account.profile]"))
            text = text.replace("agreed to get them.", "agreed to get them, and may call them by the name they chose.")
            after.writestr(name, text.replace("version: 1.0.0", "version: 1.1.0"))
    return made.getvalue()


def the_day_comes(living) -> None:
    terms = table_of(PolicyTermRow)
    with living.house.database.begin() as unit:
        day = update(terms).where(terms.c.taken_at.is_(None)).values(effective_at=datetime.now(UTC))
        unit.connection.execute(day)


def a_permit(living, document: str):
    services = living.house.services
    with services.store.begin() as unit:
        row = unit.documents.get(document)
        facts = facts_of(services, unit, SERVICE, person=unit.people.get(row.person), document=row, stage="processing")
        return ask(services, unit, step="page", cell=PROCESS, facts=facts, item=row.id, document=row.id)


@pytest.mark.timeout(1200)
def test_a_policy_is_changed_and_changed_back(visit, living, sign_up):
    for email, role in ((AUTHOR, "dpo"), (SECOND, "dpo"), (PERSON, "")):
        newcomer = visit()
        sign_up(newcomer, email)
        expect(newcomer.page.get_by_role("heading", name="Your documents")).to_be_visible()
        if role:
            grant_role(living.house, find_account(living.house, email), role)
    xan = newcomer
    xan.go("/privacy/consents")
    xan.page.get_by_role("button", name=re.compile("Yes, I agree.*promotional messages")).click()
    expect(xan.page.get_by_text("Noted: yes.")).to_be_visible()
    before = living.house.services.policy.digest

    yara, zoe = visit(), visit()
    for officer, email in ((yara, AUTHOR), (zoe, SECOND)):
        officer.go("/dpo")
        log_in(officer, email)
    yara.go("/dpo/policies")
    yara.look("policy-desk")
    yara.go("/dpo/policy/rules?section=c3.0")
    expect(yara.page.get_by_text(re.compile(r"enforced [\d,]+ times? since")).first).to_be_visible()
    expect(yara.page.get_by_text("never exercised").first).to_be_visible()
    yara.look("policy-rules")
    yara.go("/dpo/policy/parameters")
    yara.look("policy-parameters")

    # A request is tried: refused under the policy in force.
    yara.go("/dpo/policy/try")
    for label, value in (("What is done", "contact"), ("With which data", "account.profile"),
                         ("In order to", "marketing")):  # fmt: skip
        yara.page.get_by_label(label).select_option(value)
    yara.page.get_by_role("button", name="Decide").click()
    expect(yara.page.get_by_role("heading", name=re.compile("^Refused"))).to_be_visible()
    yara.look("policy-try")

    # The draft: the files are taken, changed, and sent back.
    yara.go("/dpo/policies")
    with yara.page.expect_download() as download:
        yara.page.get_by_role("link", name="the files of the policy in force").click()
    files = {"name": "next.zip", "mimeType": "application/zip",
             "buffer": changed(download.value.path().read_bytes())}  # fmt: skip
    yara.page.get_by_label("ZIP with policy.md").set_input_files(files)
    yara.page.get_by_label("What is it about?").fill("Names in promotional messages")
    yara.page.get_by_label("Why is it made?").fill("People asked to be called by their name.")
    yara.page.get_by_role("button", name="Make the draft and check it").click()
    yara.look("policy-draft-waiting")
    draft = yara.page.url

    def checked() -> bool:
        yara.page.goto(draft)
        return yara.page.get_by_text("proved, waits for a second person").is_visible()

    until(checked, 120, "the check of the draft")
    expect(yara.page.get_by_text(re.compile(r"\d+ of \d+ promises proved by both provers"))).to_be_visible()
    expect(yara.page.get_by_text("You made this draft")).to_be_visible()
    expect(yara.page.get_by_role("heading", name="New", exact=True)).to_be_visible()
    yara.page.get_by_text("About the law").click()
    yara.look("policy-draft-proved")
    yara.page.get_by_role("link", name="change one into a further draft").click()
    yara.page.get_by_role("link", name="rules.yaml").click()
    expect(yara.page.get_by_role("navigation", name="Files of the policy").locator("[aria-current]")).to_have_text(
        "rules.yaml"
    )
    yara.look("policy-file")

    # The second person: reads, approves, publishes; a day within the notice is refused.
    zoe.page.goto(draft)
    zoe.page.get_by_role("button", name="I read it and approve it").click()
    expect(zoe.page.get_by_text("approved, not published").first).to_be_visible()
    zoe.look("policy-draft-approved")
    zoe.page.get_by_label("From which day does it count?").fill(datetime.now(UTC).date().isoformat())
    zoe.page.get_by_role("button", name="Publish it and tell people").click()
    expect(zoe.page.get_by_role("heading", name="The day is too early")).to_be_visible()
    zoe.page.get_by_role("button", name="Publish it and tell people").click()
    expect(zoe.page.get_by_text(re.compile("Published: it counts from"))).to_be_visible()

    # People are told, on every page and by e-mail.
    def told() -> bool:
        zoe.page.goto(draft)
        return zoe.page.get_by_text("all written").is_visible()

    until(told, 60, "the messages")
    zoe.look("policy-draft-published")
    xan.go("/account/messages")
    expect(xan.page.get_by_text("Our privacy policy changes").first).to_be_visible()
    xan.look("policy-message")
    xan.go("/privacy/changes")
    expect(xan.page.get_by_text("we ask you again")).to_be_visible()
    xan.look("policy-changes")
    for code, title in (("de", "Änderungen unserer Datenschutzerklärung"), ("fr", "Changements de notre politique")):
        reader = visit()
        reader.context.set_extra_http_headers({"Accept-Language": code})
        reader.go("/privacy/changes")
        expect(reader.page.get_by_role("heading", name=re.compile(title))).to_be_visible()
        reader.look(f"policy-changes-{code}")
    xan.page.get_by_role("link", name="Read the whole new text").click()
    expect(xan.page.get_by_text("may call them by the name they chose").first).to_be_visible()
    xan.look("policy-coming-text")

    # The day comes while a permit of the old policy lies about.
    with living.house.services.store.read() as unit:
        person = unit.people.find(PERSON)
    from operations.facts import Actor

    document = submit_document(
        living.house.services, Actor("owner", person, encrypted=True, verified=True), as_png(letter()), keep_text=False
    )
    ruling = a_permit(living, document.id)
    the_day_comes(living)
    until(lambda: living.house.services.policy.digest != before, 10, "the new policy")
    until(lambda: took_up(living), 20, "its taking up")
    if ruling.permit is not None:
        with pytest.raises(PermitRefused, match="other-policy"):
            living.house.services.vault.open(ruling.permit)
        zoe.go(f"/dpo/decisions/{ruling.id}")
        expect(zoe.page.get_by_text("it opens nothing any more")).to_be_visible()
        zoe.look("policy-old-permit")
    zoe.go("/dpo/policies")
    expect(zoe.page.get_by_text("Version 1.1.0 decides since")).to_be_visible()
    zoe.look("policy-desk-after")
    expect(zoe.page.get_by_role("contentinfo").get_by_text("version 1.1.0")).to_be_visible()

    # What was agreed to before is asked again, and counts again only then.
    xan.go("/privacy/consents")
    expect(xan.page.get_by_text("Please choose again.")).to_be_visible()
    xan.look("policy-asked-again")
    xan.page.get_by_role("button", name=re.compile("Yes, I agree.*promotional messages")).click()
    expect(xan.page.get_by_text("Noted: yes.")).to_be_visible()
    expect(xan.page.get_by_text("Please choose again.")).to_have_count(0)

    # Back: the old one is drafted again, checked and approved like any other.
    zoe.go("/dpo/policies")
    zoe.page.get_by_role("button", name=re.compile("Draft it again")).click()
    back = zoe.page.url
    until(lambda: (zoe.page.goto(back), zoe.page.get_by_text("proved, waits").is_visible())[1], 120, "the check")
    yara.page.goto(back)
    yara.page.get_by_role("button", name="I read it and approve it").click()
    yara.page.get_by_role("button", name="Publish it").click()
    expect(yara.page.get_by_text(re.compile("Published: it counts from"))).to_be_visible()
    until(lambda: living.house.services.policy.digest == before, 60, "the policy of before")

    def decides_again() -> bool:
        yara.go("/dpo/policies")
        return yara.page.get_by_text("Version 1.0.0 decides since").is_visible()

    until(decides_again, 20, "the portal to show it")


def took_up(living) -> bool:
    with living.house.services.store.read() as unit:
        return unit.policies.terms()[-1].taken_at is not None
