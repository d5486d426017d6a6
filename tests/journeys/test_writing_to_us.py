"""A visitor writes and is answered; a letter becomes a request; a reported child's account is set aside and erased."""

from playwright.sync_api import expect
from rights_words import officer
from visitor import until

LETTER = b"From: Lea <lea@example.org>\r\nSubject: My data\r\n\r\nPlease delete what you have of me.\r\n"


def desk_page(visitor, reference):
    visitor.go("/dpo/messages")
    visitor.page.locator("tr", has_text=reference).get_by_role("link").click()


def test_messages_from_the_form_and_the_mailbox_reach_the_desk(visit, living, sign_up):
    vic = visit()
    vic.go("/contact")
    vic.look("contact")
    vic.page.get_by_label("Your message").fill("How long do you keep my text?")
    vic.page.get_by_label("Your e-mail address").fill("vic@example.org")
    vic.page.get_by_role("button", name="Send it").click()
    vic.look("contact-sent")
    reference = vic.page.locator("main code").inner_text()
    (living.home / "maildir").mkdir(mode=0o700, exist_ok=True)
    (living.home / "maildir" / "1.eml").write_bytes(LETTER)

    kim, rex = visit(), visit()
    sign_up(kim, "kim@example.org")
    rex.go("/contact?about=child")
    rex.look("contact-child")
    rex.page.get_by_label("E-mail address of the account").fill("kim@example.org")
    rex.page.get_by_label("How do you know?").fill("She is nine and told me.")
    rex.page.get_by_label("Your e-mail address").fill("rex@example.org")
    rex.page.get_by_role("button", name="Report it").click()
    report = rex.page.locator("main code").inner_text()

    ola = officer(visit, living, sign_up, "ola-of-messages@example.com")
    desk_page(ola, reference)
    ola.look("desk-case")
    ola.page.get_by_label("Answer", exact=True).fill("For as long as you choose.")
    ola.page.get_by_role("button", name="Send the answer").click()
    expect(ola.page.get_by_text("The answer is on its way.")).to_be_visible()
    desk_page(ola, report)
    ola.look("desk-case-child")
    ola.page.get_by_label("It is a child's").check()
    ola.page.get_by_role("button", name="Erase the account").click(timeout=60_000)
    expect(ola.page.get_by_text("The account is being erased.")).to_be_visible()

    def arrived():
        with living.house.services.store.read() as unit:
            return [case for case in unit.support.board(going=True) if case.channel == "mail"]

    (case,) = until(arrived, 60, "the letter")
    assert not (living.home / "maildir" / "1.eml").exists()
    desk_page(ola, case.reference)
    ola.page.get_by_text("Make a request about a right of it").click()
    ola.page.get_by_label("Right", exact=True).select_option("deletion")
    ola.page.get_by_role("button", name="Make it a request").click()
    expect(ola.page.get_by_text("Waits for the asker")).to_be_visible()
    ola.go("/dpo/messages")
    ola.look("desk-cases")
    kim.go("/documents")
    assert "/login" in kim.page.url
    with living.house.services.store.read() as unit:
        assert unit.people.find("kim@example.org") is None
