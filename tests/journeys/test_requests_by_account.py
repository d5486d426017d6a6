"""Somebody with an account asks for every right there is and gets an answer to each; deletion comes last."""

import re

import pytest
from playwright.sync_api import expect
from rights_words import PASSWORD, data, fetch, officer

from governance.rights import Kind
from operations.disclose import add_receiver
from store.courier import HttpsCourier

PACKS = {
    Kind.ACCESS: "See what you hold about me",
    Kind.KNOW_SPECIFIC: "Know the specific pieces (California)",
    Kind.PORTABILITY: "Take my data along",
}
AT_ONCE = {
    Kind.OBJECTION: ("Object to a use", "Object"),
    Kind.WITHDRAWAL: ("Take a consent back", "Take it back"),
    Kind.OPT_OUT: ("Do not sell or share", "Opt out now"),
    Kind.LIMIT: ("Limit sensitive information", "Limit it now"),
    Kind.RESTRICTION: ("Set my data aside", "Set it aside"),
}


def begin(visitor, name):
    visitor.go("/privacy/requests")
    visitor.page.get_by_role("link", name="Make a request").click()
    visitor.page.get_by_role("link", name=name).click()


def move_to(visitor, service):
    """Have the answer sent to a service; this one lies inside the house, where the courier goes for nobody."""
    visitor.page.get_by_label(service.name).check()
    visitor.page.get_by_label("Your password, to send it").fill(PASSWORD)
    visitor.page.get_by_role("button", name="Send it there").click()
    expect(visitor.page.get_by_text("The service did not take it")).to_be_visible(timeout=60_000)
    expect(visitor.page.get_by_text("The other service did not get the answer")).to_be_visible()
    visitor.look("request-moved")


@pytest.mark.timeout(600)
def test_every_right_is_asked_for_and_answered(visit, living, sign_up):
    rosa = visit()
    sign_up(rosa, "rosa@example.com")
    expect(rosa.page.get_by_role("heading", name="Your documents")).to_be_visible()
    rosa.go("/privacy/requests")
    rosa.look("requests-none")
    rosa.page.get_by_role("link", name="Make a request").click()
    rosa.look("requests-choose")
    room = add_receiver(
        living.house.services, HttpsCourier(living.house.settings.sharing), name="Reading Room",
        recipient="chosen_service", address="https://localhost:1/in", contract="", holds=(None, None), zone="local",
        safeguard=False,
    )  # fmt: skip
    for kind, name in PACKS.items():
        begin(rosa, name)
        rosa.look(f"request-new-{kind.value}")
        rosa.page.get_by_label("Your password, once more").fill(PASSWORD)
        rosa.page.locator("main form button[type=submit]").first.click()
        expect(rosa.page.get_by_role("heading", name="The answer is ready")).to_be_visible(timeout=120_000)
        rosa.look(f"request-answered-{kind.value}")
        if kind is Kind.PORTABILITY:
            moving = rosa.page.url
        rosa.page.get_by_label("Your password, once more").fill(PASSWORD)
        files = fetch(rosa)
        assert files["answer.pdf"].startswith(b"%PDF")
        assert data(files)["answer"]["kind"] == kind.value
        assert "rosa@example.com" in files["answer.json"].decode()
        (rosa.shots / f"answer-{kind.value}.pdf").write_bytes(files["answer.pdf"])
    for kind, (name, button) in AT_ONCE.items():
        begin(rosa, name)
        if kind is Kind.WITHDRAWAL:
            rosa.page.get_by_label("Promotional messages").check()
        if kind is Kind.RESTRICTION:
            rosa.page.get_by_label("I need it for a legal claim").check()
            rosa.look("request-new-restriction")
        if not kind.at_once:
            rosa.page.get_by_label("Your password, once more").fill(PASSWORD)
        rosa.page.get_by_role("button", name=button, exact=True).click()
        expect(rosa.page.get_by_text("It is done.", exact=True)).to_be_visible()
    rosa.look("request-restriction-done")

    begin(rosa, "Know the categories (California)")
    rosa.page.get_by_label("Your password, once more").fill(PASSWORD)
    rosa.page.get_by_role("button", name="Ask for the categories").click()
    # The third look within a year may be refused, so an officer decides whether it is.
    expect(rosa.page.get_by_text("Waits for us")).to_be_visible()
    repeated = rosa.page.url.rsplit("/", 1)[1]

    begin(rosa, "Correct something")
    rosa.page.get_by_label("Something else").check()
    rosa.page.get_by_label("How should it be?").fill("Rosa with an accent")
    rosa.page.get_by_label("Your password, once more").fill(PASSWORD)
    rosa.page.get_by_role("button", name="Ask for a correction").click()
    expect(rosa.page.get_by_text("Waits for us")).to_be_visible()
    rosa.look("request-correction-waits")
    address = rosa.page.url.rsplit("/", 1)[1]

    olga = officer(visit, living, sign_up, "olga-of-rights@example.com")
    olga.go("/dpo/requests")
    olga.look("desk-board")
    olga.go(f"/dpo/requests/{address}")
    olga.look("desk-request")
    olga.page.get_by_text(re.compile("Extend it to")).click()
    olga.page.get_by_label("Your request is complex.").check()
    olga.page.get_by_role("button", name="Extend and tell").click()
    olga.page.get_by_label("You have put it right by hand?").fill("Your name has its accent now.")
    olga.page.get_by_role("button", name="It is put right").click()
    expect(olga.page.get_by_text("Answered").first).to_be_visible()
    olga.look("desk-request-answered")
    rosa.page.reload()
    expect(rosa.page.get_by_text("Your name has its accent now.")).to_be_visible()
    rosa.look("request-extended")
    olga.go(f"/dpo/requests/{repeated}")
    olga.page.get_by_role("button", name="Carry it out").click()
    rosa.go(f"/privacy/requests/{repeated}")
    expect(rosa.page.get_by_role("heading", name="The answer is ready")).to_be_visible(timeout=120_000)
    rosa.page.get_by_label("Your password, once more").fill(PASSWORD)
    files = fetch(rosa)
    assert data(files)["answer"]["kind"] == "know_categories"
    assert "rosa@example.com" not in files["answer.json"].decode()

    rosa.page.goto(moving)
    move_to(rosa, room)
    rosa.go("/privacy/requests")
    rosa.look("requests-list")
    begin(rosa, "Delete my data")
    rosa.look("request-new-deletion")
    rosa.page.get_by_label("Your password, once more").fill(PASSWORD)
    rosa.page.get_by_role("button", name="Ask for deletion").click()
    with living.house.services.store.read() as unit:
        assert unit.people.find("rosa@example.com") is None
