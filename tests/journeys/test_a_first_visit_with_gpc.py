"""A first visit with the browser's signal: heeded at once, without a cookie, and for the account that comes after."""

from playwright.sync_api import expect


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
