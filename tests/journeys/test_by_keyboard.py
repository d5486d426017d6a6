"""Without a mouse: the content is one key away, and what is focused can be seen."""

import re

from playwright.sync_api import expect


def test_the_first_key_leads_past_the_navigation(visit):
    hal = visit()
    hal.go("/register")
    hal.page.keyboard.press("Tab")
    skip = hal.page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    hal.page.keyboard.press("Enter")
    expect(hal.page.locator("main")).to_be_focused()


def test_an_account_is_opened_and_entered_by_keyboard_alone(visit):
    ivy = visit()
    ivy.go("/register")
    keys = ivy.page.keyboard
    ivy.page.get_by_label("E-mail address").focus()
    for entry in ("ivy@example.com", "four quiet grey herons", "31", "3", "1980"):
        keys.type(entry)
        assert outlined(ivy)
        keys.press("Tab")
    keys.press("Tab")  # the country may be left out
    keys.press("Enter")
    expect(ivy.page.get_by_role("heading", name="Log in")).to_be_visible()
    ivy.page.get_by_label("E-mail address").focus()
    keys.type("ivy@example.com")
    keys.press("Tab")
    keys.type("four quiet grey herons")
    keys.press("Enter")
    ivy.page.wait_for_url(re.compile("/documents$"))
    ivy.go("/documents/new")
    seen = set()
    for _ in range(30):
        keys.press("Tab")
        name = ivy.page.evaluate(
            "(here => here === document.body ? '' : here.id || here.textContent.trim())(document.activeElement)"
        )
        if name:
            assert outlined(ivy), name
            seen.add(name)
    assert {"Your documents", "Log out", "file", "keep", "Upload and read"} <= seen


def outlined(visitor) -> bool:
    return visitor.page.evaluate(
        "(() => { const s = getComputedStyle(document.activeElement);"
        " return s.outlineStyle === 'solid' && parseFloat(s.outlineWidth) >= 3 })()"
    )
