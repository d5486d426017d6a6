"""The officer sees that the clock works, places a hold, and lets go what a cap had stopped; the clock does the rest."""

from datetime import timedelta

from playwright.sync_api import expect
from sqlalchemy import func, insert, select
from visitor import log_in, until

from console.acting import find_account, grant_role
from store.tables import ConsentRow, table_of

CONSENTS = table_of(ConsentRow)
MANY = 10_001


def overdue(living, person, count, days):
    at = living.house.services.now() - timedelta(days=days)
    row = {"person": person, "consent": "marketing", "given": True, "at": at - timedelta(days=1825), "policy": "p"}
    row |= {"document": "", "rule": "R-RECORD", "due_policy": living.house.services.policy.digest}
    rows = [row | {"due_at": at + timedelta(seconds=number)} for number in range(count)]
    with living.house.database.begin() as unit:
        unit.connection.execute(insert(CONSENTS), rows)


def left(living, person):
    with living.house.database.read() as unit:
        counted = select(func.count()).where(CONSENTS.c.person == person)
        return unit.connection.execute(counted).scalar_one()


def test_the_officer_holds_looks_and_lets_go(visit, living, sign_up):
    for email in ("iris@example.com", "held@example.com"):
        newcomer = visit()
        sign_up(newcomer, email)
        expect(newcomer.page.get_by_role("heading", name="Your documents")).to_be_visible()
    person = find_account(living.house, "held@example.com")
    grant_role(living.house, find_account(living.house, "iris@example.com"), "dpo")
    iris = visit()
    page = iris.page
    iris.go("/dpo")
    log_in(iris, "iris@example.com")

    iris.go("/dpo/holds")
    iris.look("dpo-holds-none")
    page.get_by_label("On what").fill("held@example.com")
    page.get_by_label("Establishing, exercising").check()
    page.get_by_label("Who answers for it").fill("legal department")
    page.get_by_label("Ends by itself on").fill(f"{living.house.services.now() + timedelta(days=30):%Y-%m-%d}")
    page.get_by_role("button", name="Place it").click()
    expect(page.get_by_text("The hold is in force.")).to_be_visible()
    iris.look("dpo-holds")
    overdue(living, person, 3, days=1)
    iris.go("/dpo/retention")
    expect(page.get_by_text("The clock on")).to_be_visible()
    expect(page.get_by_role("heading", name="Past its date now")).to_be_visible()
    iris.look("dpo-retention")
    assert left(living, person) == 3
    iris.go("/dpo/holds")
    page.get_by_label("Release the hold of legal department").click()
    iris.look("dpo-holds-release")
    page.get_by_role("button", name="Release it now").click()
    expect(page.get_by_text("Released.")).to_be_visible()
    until(lambda: left(living, person) == 0, 30, "what the hold had kept")

    overdue(living, person, MANY, days=2)
    iris.go("/dpo/retention")
    expect(page.get_by_role("heading", name="1 kind is stopped by a cap")).to_be_visible()
    iris.look("dpo-retention-stopped")
    page.get_by_role("link", name="10,001 rows").click()
    expect(page.get_by_role("button", name="Let 10,001 rows go")).to_be_visible()
    # Five hundred rows are long for a picture; the first are like the last.
    page.evaluate("document.querySelectorAll('tbody tr:nth-child(n+9)').forEach(row => row.remove())")
    iris.look("dpo-retention-kind")
    assert left(living, person) == MANY
    page.get_by_label("Nobody had been there to delete for a long time").check()
    page.get_by_role("button", name="Let 10,001 rows go").click()
    expect(page.get_by_text("The clock deletes the 10,001 rows")).to_be_visible()
    until(lambda: left(living, person) == 0, 60, "what was let go")
    iris.go("/dpo/retention")
    expect(page.get_by_role("heading", name="How late deletions came")).to_be_visible()
    iris.look("dpo-retention-after")
