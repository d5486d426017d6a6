"""The same way from upload to deletion in a browser that runs no scripts: slower, and nothing is missing."""

import re

from playwright.sync_api import expect

from scans import as_tiff, letter, scanned


def test_everything_that_matters_works_without_scripts(visit, sign_up):
    fay = visit(script=False)
    page = fay.page
    sign_up(fay, "fay@example.com")
    page.get_by_role("link", name="Upload a scan").click()
    page.get_by_label("The page or pages").set_input_files(
        {"name": "scan.tif", "mimeType": "image/tiff", "buffer": as_tiff([scanned(letter(), seed=n) for n in (1, 2)])}
    )
    page.get_by_label(re.compile("Keep the text in my account")).check()
    page.get_by_role("button", name="Upload and read").click()
    page.wait_for_url(re.compile(r"/documents/[0-9a-f]{32}$"))
    # The browser's text search leaves out `noscript`, so it is found by its tag.
    expect(page.locator("noscript p")).to_have_text(re.compile("looks again every three seconds"))
    fay.look("plain-waiting", script=False)

    # Nobody touches the page: it renews itself until the text is there.
    expect(page.get_by_role("heading", name="The text", exact=True)).to_be_visible(timeout=180_000)
    expect(page.get_by_role("heading", name="You keep this text")).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()
    fay.look("plain-text", script=False)
    hidden = page.locator("mark.fam-time").first
    page.locator("#show-time").uncheck()
    expect(hidden).to_be_hidden()
    fay.look("plain-text-hidden", script=False)
    page.locator("#show-time").check()
    expect(hidden).to_be_visible()

    page.locator("summary", has_text="Delete the text now").click()
    page.get_by_role("button", name="Yes, delete it for good").click()
    expect(page.get_by_role("heading", name="The text is gone")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Log in").first).to_be_visible()


def test_the_page_stops_renewing_itself_when_told(visit, sign_up):
    gus = visit(script=False)
    sign_up(gus, "gus@example.com")
    gus.go("/documents/new")
    gus.page.get_by_label("The page or pages").set_input_files(
        {"name": "scan.tif", "mimeType": "image/tiff", "buffer": as_tiff([scanned(letter(), seed=n) for n in range(6)])}
    )
    gus.page.get_by_role("button", name="Upload and read").click()
    gus.page.locator("noscript a").click()
    expect(gus.page.locator("noscript a")).to_have_text("Look again")
    assert gus.page.locator("meta[http-equiv=refresh]").count() == 0
    gus.page.get_by_role("button", name="Cancel and delete it").click()
    expect(gus.page.get_by_role("heading", name="There is no text")).to_be_visible()
