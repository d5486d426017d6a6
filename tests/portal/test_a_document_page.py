"""A document's page through its life: on the way, read, kept, gone, and the story of it all."""

import re
from hashlib import sha256


def shown(person, document, part=""):
    return person.client.get(f"/documents/{document}{part}")


def test_while_it_waits_the_page_shows_the_way_and_the_date(enter, upload):
    person = enter("subject")
    document = upload(person, pages=3)
    text = shown(person, document).text
    assert "3-page PDF of" in text
    assert 'data-live="on"' in text
    assert "waits for its turn" in text
    assert re.search(r"will be gone by <time [^>]+>", text)
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in text
    assert "http-equiv" not in shown(person, document, "?refresh=off").text


def test_while_it_is_read_the_pages_count_up(enter, upload, house):
    from datetime import timedelta

    person = enter("subject")
    document = upload(person, pages=4)
    now = house.services.now()
    with house.database.begin() as unit:
        claimed = unit.documents.claim(document, now=now, lease_until=now + timedelta(seconds=60))
        unit.documents.progress(
            document, attempt=claimed.attempt, pages_read=1, page_count=4, lease_until=now + timedelta(seconds=60)
        )
    text = shown(person, document, "/progress").text
    assert "Reading page 2 of 4." in text
    assert '<progress max="4" value="1"' in text


def test_the_text_is_marked_and_counted(enter, upload, read):
    person = enter("subject")
    document = upload(person, pages=2)
    read(document, 2)
    answer = shown(person, document)
    assert answer.status_code == 200
    assert answer.text.count('<mark class="fam-contact">nurse@example.com<span class="is">e-mail address</span>') == 2
    assert '<span class="unsure">soon.</span>' in answer.text
    assert re.search(r"</span>names</th><td[^>]*>2</td>", answer.text)
    assert 'data-live="off"' in answer.text
    assert "Keep it until" in answer.text


def test_the_text_goes_out_as_a_file_that_no_browser_runs(enter, upload, read):
    person = enter("subject")
    document = upload(person)
    read(document)
    answer = shown(person, document, "/text.txt")
    assert answer.mimetype == "text/plain"
    assert answer.text.startswith("Dear Eleanor Whitcombe,")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_keeping_gives_a_new_date_and_deleting_ends_it(enter, upload, read):
    person = enter("subject")
    document = upload(person)
    read(document)
    assert person.post(f"/documents/{document}/keep").status_code == 303
    kept = shown(person, document).text
    assert "You keep this text" in kept
    assert "in 29 days" in kept or "in 30 days" in kept
    assert "Text kept" in person.client.get("/documents").text
    assert person.post(f"/documents/{document}/delete").status_code == 303
    gone = shown(person, document)
    assert gone.status_code == 410
    assert "The text is gone" in gone.text
    assert "You had it deleted" in gone.text
    assert "Eleanor" not in gone.text
    assert shown(person, document, "/text.txt").status_code == 410


def test_asking_to_keep_at_upload_keeps_it(enter, upload, read):
    person = enter("subject")
    document = upload(person, keep=True)
    read(document)
    assert "You keep this text" in shown(person, document).text


def test_cancelling_stops_it_and_says_so(enter, upload):
    person = enter("subject")
    document = upload(person)
    assert person.post(f"/documents/{document}/cancel").status_code == 303
    text = shown(person, document).text
    assert "You cancelled" in text or "was cancelled" in text
    assert "There is no text" in text


def test_the_story_quotes_the_clause_behind_every_step(enter, upload, read, house):
    person = enter("subject")
    document = upload(person, pages=3)
    read(document, 3)
    shown(person, document)
    text = shown(person, document, "/history").text
    for title in (
        "Hold the document, sealed, until it is read",
        "Open the document to read it",
        "Delete the document",
        "Show the text to you",
    ):
        assert title in text
    assert "(2 times)" in text
    clause = house.services.policy.clauses["c4.1.5"]
    assert clause.text[:40] in text
    assert 'href="/privacy/policy#c4.1.5"' in text


def test_every_clause_has_its_anchor(anybody, house):
    text = anybody.client.get("/privacy/policy").text
    for clause in house.services.policy.clauses.values():
        if clause.level != 1:
            assert f'id="{clause.id}"' in text, clause.id


def test_the_dpo_makes_a_record_and_sees_it_waiting(enter):
    dpo = enter("dpo")
    answer = dpo.post("/dpo/records", {"since": "2026-01-01", "until": "2026-01-31"})
    page = dpo.client.get(answer.headers["Location"])
    assert page.status_code == 200
    assert re.search(r"Record R-\d{4}-\d{4}", page.text)
    assert 'data-live="on"' in page.text


def test_a_period_that_ends_before_it_begins_is_named(enter):
    answer = enter("dpo").post("/dpo/records", {"since": "2026-02-01", "until": "2026-01-31"})
    assert answer.status_code == 422
    assert "lies before the first one" in answer.text


def test_a_finished_record_is_downloaded_by_both_roles_and_noted(enter, house, entries):
    dpo, auditor = enter("dpo"), enter("auditor")
    number = (
        dpo.post("/dpo/records", {"since": "2026-01-01", "until": "2026-01-31"}).headers["Location"].rsplit("/", 1)[1]
    )
    with house.database.begin() as unit:
        assert unit.records.claim(number)
        assert unit.records.finish(
            number, at=house.services.now(), sha256=sha256(b"%PDF-1.7 paper").hexdigest(), byte_count=14,
            pdf=b"%PDF-1.7 paper",
        )  # fmt: skip
    for person, address in ((dpo, f"/dpo/records/{number}/paper"), (auditor, f"/audit/records/{number}/paper")):
        answer = person.client.get(address)
        assert answer.status_code == 200
        assert answer.data == b"%PDF-1.7 paper"
        assert answer.mimetype == "application/pdf"
        assert ".pdf" in answer.headers["Content-Disposition"]
    assert [entry["role"] for entry in entries("record.downloaded")[-2:]] == ["dpo", "auditor"]


def test_a_fault_of_ours_shows_a_number_and_nothing_else(app, enter, caplog, monkeypatch):
    person = enter("subject")

    def broken(*args):
        raise RuntimeError("Eleanor Whitcombe was here")

    monkeypatch.setattr("operations.queries.documents_of", broken)
    answer = person.client.get("/documents")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "Eleanor" not in answer.text + caplog.text
    assert "RuntimeError" in caplog.text


def test_the_auditor_verifies_the_ledger_with_a_checkpoint_kept_elsewhere(enter, house):
    from store.checkpoints import checkpoint

    auditor = enter("auditor")
    enter("dpo").post("/dpo/records", {"since": "2026-01-01", "until": "2026-01-31"})
    checkpoint(house.database, house.signer, house.services.now())
    kept = auditor.client.get("/audit/checkpoint.txt").text
    assert kept.startswith("proviso/ledger\n")
    answer = auditor.post("/audit/verify", {"witness": kept.replace("\n", "\r\n")})
    assert "The ledger holds" in answer.text
    assert "yours among them" in answer.text
    forged = auditor.post("/audit/verify", {"witness": kept.replace("proviso/ledger", "proviso/other", 1)})
    assert "The ledger does not hold" in forged.text
