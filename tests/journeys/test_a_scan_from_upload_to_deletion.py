"""A person signs up, uploads a scan, watches it being read, reads the marked text, keeps it, and deletes it."""

import re

from playwright.sync_api import expect

from scans import as_pdf, letter, scanned

TAKEN = re.compile(r"/documents/[0-9a-f]{32}$")


def three_pages() -> bytes:
    return as_pdf([scanned(letter(), seed=number) for number in range(3)])


def test_from_upload_to_deletion(visit, living, sign_up):
    ada = visit()
    page = ada.page

    ada.go("/")
    ada.look("front")
    page.get_by_role("link", name="Open an account").first.click()
    page.get_by_role("button", name="Open the account").click()
    expect(page.get_by_role("alert")).to_be_visible()
    ada.look("register-mistakes")
    sign_up(ada, "ada@example.com")
    expect(page.get_by_role("heading", name="Your documents")).to_be_visible()
    ada.look("documents-none")

    page.get_by_role("link", name="Upload a scan").click()
    ada.look("upload")
    page.get_by_label("The page or pages").set_input_files(
        {"name": "letter.docx", "mimeType": "image/png", "buffer": b"PK\x03\x04" + bytes(200)}
    )
    page.get_by_role("button", name="Upload and read").click()
    expect(page.get_by_text("This is not a page we can read")).to_be_visible()
    ada.look("upload-refused")

    page.get_by_label("The page or pages").set_input_files(
        {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": three_pages()}
    )
    page.get_by_role("button", name="Upload and read").click()
    page.wait_for_url(TAKEN)
    document = page.url
    expect(page.get_by_text(re.compile(r"Reading page \d of 3")).first).to_be_visible(timeout=90_000)
    ada.page.screenshot(path=ada.shots / "reading-1280.png", full_page=True)

    expect(page.get_by_role("heading", name="The text", exact=True)).to_be_visible(timeout=180_000)
    assert page.url == document
    assert "Read to the end: 3 pages" in page.get_by_role("status").all_inner_texts()[0]
    expect(page.locator("mark", has_text="e-mail address").first).to_contain_text("example.com")
    expect(page.locator("mark.fam-person").first).to_be_visible()
    ada.look("text")

    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name=re.compile("Keep it until")).click()
    expect(page.get_by_role("heading", name="You keep this text")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as text").click()
    assert "Whitcombe" in download.value.path().read_text()
    ada.look("text-kept")

    page.get_by_role("link", name="What happened to this document").click()
    expect(page.get_by_role("heading", name="What happened to this document")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("Delete the document"))).to_be_visible()
    ada.look("history")
    page.get_by_role("link", name=re.compile(r"clause 4\.1\.5")).first.click()
    expect(page.locator("#c4\\.1\\.5")).to_be_in_viewport()
    ada.look("policy")
    ada.go("/privacy")
    ada.look("privacy")

    page.goto(document)
    page.locator("summary", has_text="Delete the text now").click()
    ada.look("delete-question")
    page.get_by_role("button", name="Yes, delete it for good").click()
    expect(page.get_by_role("heading", name="The text is gone")).to_be_visible()
    ada.look("text-gone")
    assert "Whitcombe" not in page.content()
    ada.go("/documents")
    expect(page.get_by_text("Everything is gone since")).to_be_visible()
    ada.look("documents")

    kinds = [kind for kind, _ in ledger(living)]
    for kind in ("account.opened", "upload.refused", "document.received", "document.ended", "document.deleted",
                 "text.made", "consent.given", "text.kept", "text.deleted"):  # fmt: skip
        assert kind in kinds
    assert not any(b"Whitcombe" in body or b"ada@" in body for _, body in ledger(living))

    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Log in").first).to_be_visible()
    page.goto(document)
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    ada.look("login")


def drop(visitor, *files) -> None:
    """Drag files from a folder onto the page and let go of them, as a hand would: the browser itself takes the drop."""
    field = visitor.page.get_by_label("The page or pages")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    hand = visitor.context.new_cdp_session(visitor.page)
    carried = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
    for moment in ("dragEnter", "dragOver", "drop"):
        place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        hand.send("Input.dispatchDragEvent", {"type": moment, "data": carried, **place})
    names = field.evaluate("field => Array.from(field.files, file => file.name)")
    assert names == [file.name for file in files]


def test_dropped_files_are_uploaded_and_a_running_one_is_cancelled(visit, sign_up, tmp_path):
    bea = visit()
    sign_up(bea, "bea@example.com")
    short = [tmp_path / "first.pdf", tmp_path / "second.pdf"]
    for file in short:
        file.write_bytes(as_pdf([letter(width=413, height=585, size=9)]))
    bea.go("/documents/new")
    drop(bea, *short)
    bea.look("upload-dropped")
    bea.page.get_by_role("button", name="Upload and read").click()
    expect(bea.page.get_by_text("2 documents arrived")).to_be_visible()
    bea.look("documents-two")

    long = tmp_path / "long.pdf"
    long.write_bytes(as_pdf([scanned(letter(), seed=n) for n in range(8)]))
    bea.go("/documents/new")
    drop(bea, long)
    bea.page.get_by_role("button", name="Upload and read").click()
    bea.page.wait_for_url(TAKEN)
    bea.page.get_by_role("button", name="Cancel and delete it").click()
    expect(bea.page.get_by_role("heading", name="There is no text")).to_be_visible()
    expect(bea.page.get_by_text("a second look found neither")).to_be_visible(timeout=20_000)
    bea.look("cancelled")


def test_a_file_of_a_hundred_megabytes_gets_our_page(visit, sign_up, tmp_path, living):
    cleo = visit()
    sign_up(cleo, "cleo@example.com")
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(100_000_000)
    cleo.go("/documents/new")
    cleo.page.get_by_label("The page or pages").set_input_files(huge)
    cleo.page.get_by_role("button", name="Upload and read").click()
    expect(cleo.page.get_by_text("The file is larger than 50 MB")).to_be_visible(timeout=60_000)
    cleo.look("upload-too-large")
    assert any(kind == "upload.refused" and b"file-too-large" in body for kind, body in ledger(living))


def test_the_pages_of_errors_have_no_barrier(visit, sign_up):
    dan = visit()
    dan.go("/nowhere")
    dan.look("error-404")
    sign_up(dan, "dan@example.com")
    dan.go("/dpo")
    dan.look("error-403")
    dan.go("/documents/new")
    dan.page.context.clear_cookies()
    dan.page.get_by_label("The page or pages").set_input_files(
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    )
    dan.page.get_by_role("button", name="Upload and read").click()
    expect(dan.page.get_by_role("heading", name="The form is too old")).to_be_visible()
    dan.look("error-400")
    eve = visit()
    eve.go("/register")
    eve.page.get_by_label("E-mail address").fill("eve@example.com")
    eve.page.get_by_label("Password").fill("four quiet grey herons")
    eve.page.get_by_label("Day").fill("1")
    eve.page.get_by_label("Month").fill("1")
    eve.page.get_by_label("Year").fill("2020")
    eve.page.get_by_role("button", name="Open the account").click()
    expect(eve.page.get_by_role("heading", name="We cannot open an account for you")).to_be_visible()
    eve.look("register-closed")
    eve.go("/register")
    expect(eve.page.get_by_role("heading", name="We cannot open an account for you")).to_be_visible()


def ledger(living) -> list[tuple[str, bytes]]:
    with living.house.database.read() as unit:
        return [(entry.kind, entry.body) for entry in unit.entries.entries()]
