import re

from sqlalchemy import update

from portal.words import FAMILIES, KINDS, kind
from store.tables import TextRow, table_of


def test_the_upload_offers_copies_and_says_how_long_they_last(enter):
    page = enter("subject").client.get("/documents/new").text
    assert "gone after 1 day" in page
    assert page.count('name="copy"') == 2
    assert page.count('name="spare"') == len(FAMILIES)


def test_everything_that_can_be_found_belongs_to_a_family_that_can_be_chosen():
    assert {said.family for said in KINDS.values()} <= set(FAMILIES)
    assert kind("SOMETHING_NEW").family in FAMILIES


def test_copies_that_were_asked_for_stand_on_the_page_with_report_date_and_download(enter, upload, read):
    person = enter("subject")
    document = upload(person, copy=["searchable", "redacted"])
    assert "You asked for a copy" in person.client.get(f"/documents/{document}").text
    read(document)
    page = person.client.get(f"/documents/{document}").text
    assert "Painted over: 1 name, 1 e-mail address." in re.sub(r"\s+", " ", page)
    assert "read again once" in page
    assert page.count("It will be gone on") == 2
    for which in ("searchable", "redacted"):
        answer = person.client.get(f"/documents/{document}/copy/{which}.pdf")
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert answer.data == f"%PDF-1.5 {which}".encode()
        assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{which}-')
        assert answer.headers["Cache-Control"] == "no-store"
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_nothing_is_said_of_copies_where_none_was_asked_for(enter, upload, read):
    person = enter("subject")
    document = upload(person)
    read(document)
    assert "Copies of the pages" not in person.client.get(f"/documents/{document}").text
    assert person.client.get(f"/documents/{document}/copy/redacted.pdf").status_code == 404


def test_a_family_that_is_ticked_is_left_to_be_seen_and_the_page_says_so(enter, upload, read):
    person = enter("subject")
    document = upload(person, copy="redacted", spare=["contact", "nonsense"])
    read(document)
    page = person.client.get(f"/documents/{document}").text
    assert "Painted over: 1 name." in page
    assert "Left to be seen, as you asked: 1 e-mail address." in page


def test_a_copy_is_deleted_at_once_and_the_page_outlives_the_text_as_long_as_a_copy_is_there(enter, upload, read):
    person = enter("subject")
    document = upload(person, copy="searchable")
    read(document)
    person.post(f"/documents/{document}/delete")
    page = person.client.get(f"/documents/{document}")
    assert page.status_code == 200
    assert "Copies" in person.client.get("/documents").text
    assert person.post(f"/documents/{document}/copy/searchable/delete").status_code == 303
    gone = person.client.get(f"/documents/{document}")
    assert gone.status_code == 410
    assert "You had it deleted." in gone.text
    assert person.client.get(f"/documents/{document}/copy/searchable.pdf").status_code == 410


def test_a_text_with_special_signs_is_kept_only_with_a_yes_to_that(enter, upload, read, house):
    person = enter("subject")
    document = upload(person, keep=True)
    read(document)
    with house.database.begin() as unit:
        rows = table_of(TextRow)
        unit.connection.execute(
            update(rows).where(rows.c.document == document).values(counts={"NRP": 1}, state="waiting")
        )
    page = person.client.get(f"/documents/{document}").text
    assert "Yes, keep this text with such data in it" in page
    assert person.post(f"/documents/{document}/keep").status_code in {403, 409}
    assert "Yes, keep this text" in person.client.get(f"/documents/{document}").text
