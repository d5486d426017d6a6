"""An agent asks in somebody's name: a signed permission, the person's word, the officer's look, then it is done."""

import pytest
from playwright.sync_api import expect
from rights_words import code_to, officer


@pytest.mark.timeout(400)
def test_an_agent_has_a_persons_data_set_aside(visit, living, sign_up, tmp_path):
    peter = visit()
    sign_up(peter, "peter@example.com")
    expect(peter.page.get_by_role("heading", name="Your documents")).to_be_visible()
    paper = tmp_path / "permission.pdf"
    paper.write_bytes(b"%PDF-1.7\n% Peter lets Ines ask in his name, signed on 1 November 2026\n")

    ines = visit()
    ines.go("/privacy/requests")
    ines.page.get_by_role("link", name="I ask for somebody who authorised me").click()
    ines.page.get_by_role("link", name="Set my data aside").click()
    ines.look("request-by-agent")
    ines.page.get_by_label("Your e-mail address").fill("ines@agents.example")
    ines.page.get_by_label("E-mail address of the account that it is about").fill("peter@example.com")
    ines.page.get_by_label("The permission that the person signed").set_input_files(paper)
    ines.page.get_by_role("button", name="Set it aside").click()
    ines.page.get_by_label("Code", exact=True).fill(code_to(living, "ines@agents.example", "request-code-asker"))
    ines.page.get_by_role("button", name="Go on").click()
    expect(ines.page.get_by_role("heading", name="The person has to confirm it")).to_be_visible()
    ines.look("request-by-agent-waits")
    reference, address = ines.page.locator(".reference").inner_text(), ines.page.url.rsplit("/", 1)[1]

    peter.go("/privacy/requests/confirm")
    peter.look("request-confirm")
    peter.page.get_by_label("Reference").fill(reference)
    peter.page.get_by_label("Code", exact=True).fill(code_to(living, "peter@example.com", "request-code-person"))
    peter.page.get_by_role("button", name="Yes, they may ask").click()
    expect(peter.page.get_by_text("We have your word")).to_be_visible()

    olga = officer(visit, living, sign_up, "olga-for-ines@example.com")
    olga.go(f"/dpo/requests/{address}")
    olga.look("desk-agent")
    with olga.page.expect_download() as download:
        olga.page.get_by_role("link", name="Download (").click()
    assert download.value.path().read_bytes() == paper.read_bytes()
    olga.page.get_by_role("button", name="Accept the permission or evidence").click()
    expect(olga.page.get_by_text("Answered").first).to_be_visible()
    with living.house.services.store.read() as unit:
        assert unit.people.get(unit.people.find("peter@example.com")).restricted
