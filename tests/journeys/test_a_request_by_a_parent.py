"""A parent has a child's account deleted: a code, a point that matches, the officer's look, and the account is gone."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from rights_words import code_to, officer, until_answered


@pytest.mark.timeout(400)
def test_a_parent_has_a_childs_account_deleted(visit, living, sign_up):
    child = visit()
    sign_up(child, "mia@example.com")
    expect(child.page.get_by_role("heading", name="Your documents")).to_be_visible()

    parent = visit()
    parent.go("/privacy/requests")
    parent.page.get_by_role("link", name="I ask for my child").click()
    parent.page.get_by_role("link", name="Delete my data").click()
    parent.page.get_by_label("Your e-mail address").fill("mother@example.net")
    parent.page.get_by_label("E-mail address of the account that it is about").fill("mia@example.com")
    parent.page.get_by_label("How do you stand to the child?").fill("I am the mother.")
    parent.look("request-by-parent")
    parent.page.get_by_role("button", name="Ask for deletion").click()
    parent.page.get_by_label("Code", exact=True).fill(code_to(living, "mother@example.net", "request-code-asker"))
    parent.page.get_by_role("button", name="Go on").click()
    parent.look("request-by-parent-points")
    parent.page.get_by_label("In which month was the account opened?").fill(f"{datetime.now(UTC):%Y-%m}")
    parent.page.get_by_role("button", name="Go on").click()
    expect(parent.page.get_by_role("heading", name="Our data protection officer looks at it")).to_be_visible()
    address = parent.page.url.rsplit("/", 1)[1]

    olga = officer(visit, living, sign_up, "olga-for-mia@example.com")
    olga.go(f"/dpo/requests/{address}")
    expect(olga.page.get_by_text("I am the mother.")).to_be_visible()
    olga.page.get_by_role("button", name="Accept the permission or evidence").click()
    olga.page.get_by_role("button", name="Carry it out").click()
    until_answered(olga)
    with living.house.services.store.read() as unit:
        assert unit.people.find("mia@example.com") is None
    parent.page.reload()
    expect(parent.page.get_by_text("It is done.", exact=True)).to_be_visible()
