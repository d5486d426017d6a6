"""Several files at once: each is a document of its own, and one that is refused never loses the others."""

from io import BytesIO

from scans import as_pdf, letter


def page():
    return BytesIO(as_pdf([letter(width=413, height=585, size=9)]))


def send(person, *files):
    data = {"file": [(content, f"scan{number}.pdf") for number, content in enumerate(files)]}
    return person.post("/documents/new", data, content_type="multipart/form-data")


def test_several_files_become_as_many_documents(enter):
    person = enter("subject")
    assert send(person, page(), page(), page()).headers["Location"] == "/documents"
    listed = person.client.get("/documents").text
    assert "3 documents arrived" in listed
    assert listed.count("Waiting</span>") == 3


def test_one_that_is_refused_does_not_lose_the_others(enter):
    person = enter("subject")
    assert send(person, page(), BytesIO(b"no picture at all")).headers["Location"] == "/documents"
    listed = person.client.get("/documents").text
    assert "1 document arrived" in listed
    assert "1 file could not be accepted" in listed
    assert "scan1" not in listed


def test_when_all_are_refused_the_page_says_why(enter):
    answer = send(enter("subject"), BytesIO(b"no picture"), BytesIO(b"nor this"))
    assert answer.status_code == 422
