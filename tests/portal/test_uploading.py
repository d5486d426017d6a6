"""An upload: the notice before it, memory only, a clear no with what to do, and the refusal on record."""

import builtins
import io
import re
import tempfile

import pytest

from portal.memory_request import MemoryRequest
from scans import as_pdf, letter

SMALL = {"width": 413, "height": 585, "size": 9}


def send(person, content, name="scan.pdf", **more):
    return person.post(
        "/documents/new", {"file": (io.BytesIO(content), name), **more}, content_type="multipart/form-data"
    )


def form(content, token=""):
    """Write a form with a file by hand: the test client would spool one of this size to a disk itself."""
    head = 'Content-Disposition: form-data; name="'
    return {
        "data": b"\r\n".join(
            [
                b"--zzz", f'{head}csrf_token"'.encode(), b"", token.encode(),
                b"--zzz", f'{head}file"; filename="scan.pdf"'.encode(), b"Content-Type: application/pdf", b"", content,
                b"--zzz--", b"",
            ]
        ),
        "content_type": "multipart/form-data; boundary=zzz",
    }  # fmt: skip


class Endless(io.RawIOBase):
    """A body of so many bytes that nobody ever holds."""

    def __init__(self, count):
        self.left, self.largest = count, 0

    def readable(self):
        return True

    def readinto(self, buffer):
        self.largest = max(self.largest, len(buffer))
        taken = min(self.left, len(buffer))
        buffer[:taken] = b"x" * taken
        self.left -= taken
        return taken


def huge(body):
    return {
        "environ_overrides": {
            "wsgi.input": body,
            "CONTENT_LENGTH": str(body.left),
            "CONTENT_TYPE": "multipart/form-data; boundary=zzz",
        }
    }


def test_the_notice_says_what_why_on_which_basis_for_whom_and_until_when(enter):
    text = enter("subject").client.get("/documents/new").text
    for words in ("Purpose", "Lawful basis", "GDPR Article 6(1)(b)", "Who receives it", "Until when", "1 hour"):
        assert words in text
    assert 'href="/privacy/policy#c4.1.5"' in text
    assert 'name="keep" value="yes"' in text
    ticked = [one for one in re.findall(r"<input[^>]*>", text) if " checked" in one]
    assert all(re.search(r'name="(language|mode)"', one) for one in ticked)


def test_languages_and_care_are_chosen_with_the_upload_and_stand_in_its_row(enter, house, upload):
    person = enter("subject")
    text = person.client.get("/documents/new").text
    for name in ("English", "German", "A second time where the first was unsure"):
        assert name in text

    document = upload(person, language=["eng", "deu"], mode="accurate")
    with house.database.read() as unit:
        row = unit.documents.get(document)
    assert (row.languages, row.mode) == ("eng+deu", "accurate")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"language": "tlh"}, "language-unknown"), ({"mode": "sloppy"}, "reading-mode-unknown")],
)
def test_a_language_or_mode_that_is_not_offered_is_refused_and_on_record(enter, entries, wrong, code):
    answer = send(enter("subject"), as_pdf([letter(**SMALL)]), **wrong)
    assert answer.status_code == 422
    assert code in answer.text
    assert entries("upload.refused")[-1]["code"] == code


def test_the_file_name_is_never_kept(enter, house, home):
    person = enter("subject")
    send(person, as_pdf([letter(**SMALL)]), "Secret Patient Xylophila.pdf")
    house.database.scrub()
    for file in home.rglob("*"):
        if file.is_file():
            assert b"Xylophila" not in file.read_bytes()


def test_an_upload_never_touches_a_disk(enter, monkeypatch):
    person = enter("subject")
    body = form(as_pdf([letter(width=1240, height=1754) for _ in range(6)]), token=person.token())
    assert len(body["data"]) > 600_000

    def never(*args, **kwargs):
        raise AssertionError("a temporary file was asked for")

    for name in ("TemporaryFile", "SpooledTemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, never)
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", never)
    written = []
    plain = builtins.open

    def watched(file, mode="r", *args, **kwargs):
        if set(mode) & set("wax+"):
            written.append(str(file))
        return plain(file, mode, *args, **kwargs)

    monkeypatch.setattr(builtins, "open", watched)
    answer = person.client.post("/documents/new", **body)
    assert answer.status_code == 303
    assert written == []


def test_the_stream_of_a_large_part_is_memory(app):
    with app.test_request_context("/documents/new", method="POST", **form(b"x" * 2_000_000)) as context:
        assert isinstance(context.request, MemoryRequest)
        assert isinstance(context.request.files["file"].stream, io.BytesIO)


@pytest.mark.parametrize(
    ("content", "code", "status"),
    [
        (b"", "file-empty", 422),
        (b"MZ not a page at all", "file-type-unknown", 422),
        (b"%PDF-1.7\nbroken", "file-damaged", 422),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(enter, entries, content, code, status):
    person = enter("subject")
    answer = send(person, content)
    assert answer.status_code == status
    assert code in answer.text
    assert "What you can do:" in answer.text
    assert "Nothing of the file was stored" in answer.text
    assert entries("upload.refused")[-1]["code"] == code
    assert "We hold no document" in person.client.get("/documents").text


def test_a_hundred_megabytes_are_refused_without_being_read_into_memory(enter, entries):
    person = enter("subject")
    body = Endless(100_000_000)
    answer = person.client.post("/documents/new", **huge(body))
    assert answer.status_code == 413
    assert "larger than 50 MB" in answer.text
    assert "What you can do:" in answer.text
    assert entries("upload.refused")[-1]["code"] == "file-too-large"
    assert body.left == 0
    assert body.largest <= 1 << 17


def test_a_visitor_who_sends_too_much_is_sent_to_log_in(anybody, entries):
    before = len(entries("upload.refused"))
    answer = anybody.client.post("/documents/new", **huge(Endless(100_000_000)))
    assert answer.status_code == 303
    assert len(entries("upload.refused")) == before


def test_a_form_without_its_token_does_nothing(enter):
    person = enter("subject")
    answer = person.client.post("/documents/new", data={"file": (io.BytesIO(b"x"), "a.pdf")})
    assert answer.status_code == 400
    assert "form-expired" in answer.text


def test_no_file_chosen_is_said_so(enter):
    answer = enter("subject").post("/documents/new")
    assert answer.status_code == 422
    assert "file-missing" in answer.text


def test_what_crossed_a_network_unencrypted_is_refused_with_the_clause(enter, entries):
    person = enter("subject")
    token = person.token()
    answer = person.client.post(
        "/documents/new",
        data={"csrf_token": token, "file": (io.BytesIO(as_pdf([letter(**SMALL)])), "scan.pdf")},
        headers={"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "http"},
    )
    assert answer.status_code == 403
    assert 'href="/privacy/policy#c5.2"' in answer.text
    assert entries("decision.refused")


def test_who_never_gave_an_age_may_not_upload(enter):
    answer = send(enter("subject", band="unknown"), as_pdf([letter(**SMALL)]))
    assert answer.status_code == 403
    assert "The policy does not allow this" in answer.text
