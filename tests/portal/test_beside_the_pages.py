"""What a file holds without showing it has a heading of its own on the document's page, escaped and counted."""

import re

from governance.findings import Finding, Place, Unseen
from portal.beside import PLACES

PARTS = (
    Unseen(Place.PICTURES, 0, ""),
    Unseen(Place.METADATA, 0, "Author: <b>Zoe Quill</b>", (Finding("PERSON", 11, 20, 0.9, 0, ()),)),
    Unseen(Place.HIDDEN, 1, "ring 01632 960 417", (Finding("PHONE_NUMBER", 5, 18, 0.9, 1, ()),)),
    Unseen(Place.UNEXAMINED, 0, "an attachment"),
)


def test_every_place_has_words_of_its_own():
    assert set(PLACES) == set(Place)
    assert len({heading for heading, _ in PLACES.values()}) == len(Place)


def test_it_is_shown_marked_and_counted_under_its_own_heading(enter, upload, read):
    person = enter("subject")
    document = upload(person)
    read(document, unseen=PARTS)

    page = person.client.get(f"/documents/{document}").text

    shown = page[page.index("Not visible on the pages") :]
    for heading, sentence in (PLACES[part.place] for part in PARTS):
        assert heading in shown
        assert sentence in shown
    assert "&lt;b&gt;<mark" in shown
    assert '<mark class="fam-person">Zoe Quill' in shown
    assert ">page 1</span>" in shown
    assert re.search(r"</span>names</th><td[^>]*>2</td>", page)
    assert re.search(r"</span>phone number</th><td[^>]*>1</td>", page)
    assert "Zoe" not in person.client.get(f"/documents/{document}/text.txt").text


def test_without_any_there_is_no_heading(enter, upload, read):
    person = enter("subject")
    document = upload(person)
    read(document)

    assert "Not visible on the pages" not in person.client.get(f"/documents/{document}").text
