"""A person asks for both copies with the upload, takes them, looks at them, and deletes one."""

import re
import subprocess

from playwright.sync_api import expect

from scans import as_pdf, letter, scanned

TAKEN = re.compile(r"/documents/[0-9a-f]{32}$")


def words_of(path):
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode()


def test_copies_are_asked_for_taken_and_deleted(visit, sign_up, tmp_path):
    ada = visit()
    page = ada.page
    sign_up(ada, "ada.copies@example.com")
    page.get_by_role("link", name="Upload a scan").click()
    page.get_by_label("The page or pages").set_input_files(
        {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": as_pdf([scanned(letter())])}
    )
    page.get_by_label("A PDF in which the text can be searched").check()
    page.get_by_label("A PDF in which personal data is painted over").check()
    page.get_by_text("Leave some of it to be seen").click()
    ada.look("upload-copies")
    page.get_by_role("button", name="Upload and read").click()
    page.wait_for_url(TAKEN)
    expect(page.get_by_role("heading", name="Copies of the pages")).to_be_visible(timeout=180_000)
    expect(page.get_by_text("nothing of it was found any more")).to_be_visible()
    ada.look("copies")

    taken = {}
    for which in ("searchable", "painted"):
        with page.expect_download() as download:
            page.get_by_role("link", name=f"Download the {which} PDF").click()
        taken[which] = download.value.path()
    assert "Whitcombe" in words_of(taken["searchable"])
    assert "Whitcombe" not in words_of(taken["painted"])
    assert "Thank you for coming" in words_of(taken["painted"])

    page.get_by_role("button", name="Delete the painted PDF now").click()
    expect(page.get_by_text("The copy is deleted")).to_be_visible()
    expect(page.get_by_role("link", name="Download the painted PDF")).to_have_count(0)
    expect(page.get_by_role("link", name="Download the searchable PDF")).to_be_visible()
    page.get_by_role("link", name="What happened to this document").click()
    expect(page.get_by_text("Delete a copy")).to_be_visible()
    ada.look("copies-history")
