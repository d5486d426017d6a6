"""Somebody too young wants an account: refused kindly, nothing kept, and not asked again."""

from playwright.sync_api import expect


def test_somebody_too_young_is_refused_kindly(visit, living):
    kit = visit()
    kit.go("/register")
    for label, value in (("E-mail address", "kit@example.com"), ("Password", "four quiet grey herons")):
        kit.page.get_by_label(label).fill(value)
    for label, value in (("Day", "1"), ("Month", "1"), ("Year", "2020")):
        kit.page.get_by_label(label).fill(value)
    kit.page.get_by_role("button", name="Open the account").click()
    expect(kit.page.get_by_text("Thank you for asking us.")).to_be_visible()
    kit.look("sign-up-too-young")
    with living.house.services.store.read() as unit:
        assert unit.people.find("kit@example.com") is None
    kit.go("/register")
    expect(kit.page.get_by_label("Year")).to_have_count(0)
