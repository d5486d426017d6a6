"""Operators see whether the house is ready and its numbers; nobody else does, and no number is about a person."""

import dataclasses
import re
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from governance.identity import Channel
from governance.rights import Kind
from operations.facts import Actor
from portal.create_app import create_app
from store.tables import DocumentRow, table_of


def told(client, **headers: str) -> dict[str, dict[tuple[tuple[str, str], ...], float]]:
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    return {
        family.name: {tuple(sorted(sample.labels.items())): sample.value for sample in family.samples}
        for family in text_string_to_metric_families(answer.text)
    }


def test_the_numbers_follow_what_happens(app, enter, upload, house):
    client, person = app.test_client(), enter("subject")
    before = told(client)
    document = upload(person)
    after = told(client)
    queued = (("stage", "queued"),)
    assert after["proviso_documents"][queued] == before["proviso_documents"][queued] + 1
    assert after["proviso_ledger_entries"][()] > before["proviso_ledger_entries"][()]
    overdue = (("category", "document.image"), ("table", "document"))
    assert after["proviso_overdue_rows"][overdue] == 0
    rows = table_of(DocumentRow)
    with house.database.begin() as unit:
        past = house.services.now() - timedelta(seconds=90)
        unit.connection.execute(update(rows).where(rows.c.id == document).values(due_at=past))
    late = told(client)
    assert late["proviso_overdue_rows"][overdue] == 1
    assert late["proviso_lateness_seconds"][overdue] >= 90
    person.post(f"/documents/{document}/cancel")
    assert told(client)["proviso_overdue_rows"][overdue] == 0


def test_refusals_are_counted_by_clause_and_nobody_is_named(app, enter, upload, house):
    client, person = app.test_client(), enter("subject", band="below_floor")
    with pytest.raises(AssertionError):
        upload(person)
    answer = client.get("/metrics").text
    assert re.search(r'proviso_refusals_last_day\{clause="c11\.\d"\} \d', answer)
    assert person.email not in answer
    assert "@" not in answer


def test_who_comes_through_a_proxy_or_without_the_word_sees_no_numbers(app, house, tmp_path):
    assert app.test_client().get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
    far = app.test_client()
    far.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert far.get("/metrics").status_code == 404
    word = tmp_path / "word"
    word.write_text("sixteen-letters-or-more\n")
    metrics = dataclasses.replace(house.settings.metrics, token_file=str(word))
    guarded = create_app(
        house=dataclasses.replace(house, settings=dataclasses.replace(house.settings, metrics=metrics))
    )
    far = guarded.test_client()
    far.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert far.get("/metrics").status_code == 404
    assert guarded.test_client().get("/metrics").status_code == 404
    assert told(far, Authorization="Bearer sixteen-letters-or-more")["proviso_queue_up"][()] == 1
    word.write_text("short")
    assert far.get("/metrics", headers={"Authorization": "Bearer short"}).status_code == 404


def test_requests_that_wait_too_long_are_counted(app, enter, house):
    from operations.open_request import open_request
    from operations.requests import Details
    from store.tables import RequestRow

    client, person = app.test_client(), enter("subject")
    before = told(client)
    actor = Actor("owner", person.id)
    held = open_request(house.services, actor, Kind.DELETION, Channel.ACCOUNT, Details())
    after = told(client)
    assert after["proviso_requests_open"][()] == before["proviso_requests_open"][()] + 1
    rows = table_of(RequestRow)
    with house.database.begin() as unit:
        past = house.services.now().date() - timedelta(days=1)
        unit.connection.execute(update(rows).where(rows.c.id == held.id).values(respond_by=past))
    assert told(client)["proviso_requests_overdue"][()] == after["proviso_requests_overdue"][()] + 1


def test_ready_names_the_part_that_is_silent(app, house):
    assert app.test_client().get("/readyz").text == "ready\n"

    class Silent:
        def alive(self, item):
            raise ConnectionError

    broken = dataclasses.replace(house, services=dataclasses.replace(house.services, vault=Silent()))
    answer = create_app(house=broken).test_client().get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready: key server\n")
