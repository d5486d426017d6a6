"""Races between processes, on both databases: each is run with real processes that start together."""

import multiprocessing
import os
import random
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from governance.documents import LIVE, Stage
from governance.errors import ProvisoError
from governance.policy.decision import Cell, Decision, Obligations, Request
from operations.rows import DecisionRow
from store.lead import Leadership
from store.tables import User, table_of
from store.unit_of_work import Database
from storeroom import START, a_document, load_settings_url, make_person, opened

# Python 3.12 warns of any fork beside threads; these children use nothing that a thread may hold.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")

FORK = multiprocessing.get_context("fork")


def race(work: Callable[[str, float], object], url: str, processes: int = 2) -> list[object]:
    together = time.time() + 0.7
    with FORK.Pool(processes) as pool:
        return pool.starmap(work, [(load_settings_url(url), together)] * processes)


def at_once(moment: float) -> None:
    while time.time() < moment:
        time.sleep(0.001)


def claim_all(url: str, moment: float) -> int:
    with opened(Database(url)) as database:
        at_once(moment)
        taken = 0
        for index in range(30):
            with database.begin() as unit:
                claimed = unit.documents.claim(f"{index:032x}", now=START, lease_until=START + timedelta(minutes=2))
            taken += claimed is not None
        return taken


def test_a_document_is_claimed_by_one_process_only(database: Database, database_url: str, person: int) -> None:
    with database.begin() as unit:
        for index in range(30):
            unit.documents.add(a_document(person, f"{index:032x}"))
    assert sum(int(str(taken)) for taken in race(claim_all, database_url)) == 30
    with database.read() as unit:
        assert {row.attempt for row in unit.documents.live(100)} == {1}


def spend_all(url: str, moment: float) -> int:
    with opened(Database(url)) as database:
        at_once(moment)
        spent = 0
        for index in range(30):
            with database.begin() as unit:
                spent += unit.decisions.spend(f"{index:032x}", START)
        return spent


def test_a_permit_is_spent_by_one_process_only(database: Database, database_url: str) -> None:
    request = Request(Cell("process", "document.image", "provide_service"), {})
    decision = Decision(True, request, ("A",), (), (), (), Obligations(), (), "p")
    with database.begin() as unit:
        for index in range(30):
            row = DecisionRow(f"{index:032x}", START, "x", "i", "d", decision, START + timedelta(seconds=30))
            unit.decisions.add(row, {})
    assert sum(int(str(spent)) for spent in race(spend_all, database_url)) == 30


def append_some(url: str, moment: float) -> int:
    with opened(Database(url)) as database:
        at_once(moment)
        written = 0
        for index in range(40):
            try:
                with database.begin() as unit:
                    unit.ledger.append("document.ended", START, {"by": os.getpid(), "index": index})
                    if random.random() < 0.3:
                        raise RuntimeError
                    unit.ledger.append("document.deleted", START, {"by": os.getpid(), "index": index})
            except RuntimeError:
                continue
            written += 2
        return written


def test_ledger_numbers_have_no_gaps_whoever_writes_and_whoever_fails(database: Database, database_url: str) -> None:
    written = sum(int(str(count)) for count in race(append_some, database_url, 3))
    with database.read() as unit:
        entries = list(unit.entries.entries())
    assert [entry.number for entry in entries] == list(range(1, written + 1))
    # Both entries of a transaction stand side by side: transactions followed each other.
    assert [entry.kind for entry in entries[::2]] == ["document.ended"] * (written // 2)


def end_in_two_orders(url: str, moment: float) -> int:
    with opened(Database(url)) as database:
        at_once(moment)
        ended = 0
        for index in range(20):
            with database.begin() as unit:
                if os.getpid() % 2:
                    unit.ledger.append("decision.allowed", START, {})
                done = unit.documents.move(f"{index:032x}", from_stages=LIVE, to=Stage.CANCELLED, at=START)
                unit.ledger.append("document.ended", START, {})
                ended += done
        return ended


def test_rows_and_ledger_in_any_order_never_wait_for_each_other(
    database: Database, database_url: str, person: int
) -> None:
    with database.begin() as unit:
        for index in range(20):
            unit.documents.add(a_document(person, f"{index:032x}"))
    assert sum(int(str(ended)) for ended in race(end_in_two_orders, database_url, 4)) == 20


def test_accounts_are_read_and_written_beside_other_writers(database: Database, person: int) -> None:
    sessions = database.sessions()
    user = sessions.get(User, person)
    assert user is not None
    # Somebody else writes after we have read: a plain transaction of SQLite could not write any more.
    with database.begin() as unit:
        unit.ledger.append("account.opened", START, {})
    user.age_band = "below_consent_age"
    sessions.commit()
    sessions.remove()
    with database.read() as unit:
        found = unit.people.get(person)
        assert found is not None
        assert found.age_band == "below_consent_age"


def test_reading_an_account_holds_no_writer_up(database: Database, person: int) -> None:
    sessions = database.sessions()
    assert sessions.get(User, person) is not None
    began = time.monotonic()
    with database.begin() as unit:
        unit.ledger.append("account.opened", START, {})
    assert time.monotonic() - began < 5
    sessions.remove()


def test_an_account_that_was_read_is_not_in_the_way_of_an_erasure(database: Database, person: int) -> None:
    sessions = database.sessions()
    assert sessions.get(User, person) is not None
    with database.begin() as unit:
        unit.ledger.append("account.opened", START, {})
    database.scrub_identities()
    sessions.remove()


def test_while_the_files_cannot_be_cleared_nobody_waits_for_long_and_it_is_said(
    database: Database, person: int
) -> None:
    with database.read() as reader:
        assert reader.people.get(person) is not None
        with database.begin() as unit:
            unit.ledger.append("account.opened", START, {})
        with pytest.raises(ProvisoError) as refusal:
            database.scrub_identities()
    assert refusal.value.code == "deletion-delayed"
    database.scrub_identities()


def test_an_account_that_was_not_committed_is_not_there(database: Database) -> None:
    sessions = database.sessions()
    sessions.add(User(email="x@example.org", fs_uniquifier="x"))
    sessions.flush()
    sessions.rollback()
    sessions.remove()
    with database.read() as unit:
        assert unit.connection.execute(select(table_of(User).c.id)).first() is None


def test_a_fresh_account_is_of_unknown_age_and_has_a_salt_of_its_own(database: Database) -> None:
    sessions = database.sessions()
    for name in ("x", "y"):
        sessions.add(User(email=f"{name}@example.org", fs_uniquifier=name))
    sessions.commit()
    rows = sessions.execute(select(table_of(User).c.age_band, table_of(User).c.ledger_salt)).all()
    sessions.remove()
    assert {row.age_band for row in rows} == {"unknown"}
    assert len({row.ledger_salt for row in rows}) == 2


def test_reading_sees_one_moment(database: Database, person: int) -> None:
    users = table_of(User)
    with database.read() as unit:
        before = unit.people.get(person)
        with database.begin() as other:
            other.connection.execute(update(users).where(users.c.id == person).values(restricted=True))
        assert unit.people.get(person) == before
    with database.read() as unit:
        assert unit.people.get(person) != before


def child_of_a_fork(database: Database, done: int) -> None:
    database.dispose_after_fork()
    with database.begin() as unit:
        unit.ledger.append("document.ended", START, {})
    os.write(done, b"x")


def test_a_forked_child_works_on_connections_of_its_own(database: Database) -> None:
    with database.begin() as unit:
        unit.ledger.append("document.ended", START, {})
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            child_of_a_fork(database, writing)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    os.close(reading)
    os.close(writing)
    with database.begin() as unit:
        assert unit.ledger.append("document.ended", START, {}) == 3


@pytest.fixture
def pair(database_url: str, tmp_path: Path) -> Iterator[tuple[Leadership, Leadership]]:
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    url = load_settings_url(database_url)
    first, second = Leadership(url, home), Leadership(url, home)
    yield first, second
    first.leave()
    second.leave()


def test_one_leads_and_another_takes_over_when_it_leaves(pair: tuple[Leadership, Leadership]) -> None:
    first, second = pair
    assert first.take()
    assert first.take()
    assert first.holds()
    assert not second.take()
    assert not second.holds()
    first.leave()
    assert not first.holds()
    assert second.take()
    assert second.holds()


def test_a_leader_whose_connection_was_cut_notices(cluster, postgres_template: str, tmp_path: Path) -> None:
    url = cluster.fresh(like=postgres_template)
    first, second = Leadership(load_settings_url(url), tmp_path), Leadership(load_settings_url(url), tmp_path)
    assert first.take()
    with opened(Database(load_settings_url(url))) as database, database.begin() as unit:
        unit.connection.exec_driver_sql(
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()"
        )
    assert not first.holds()
    assert second.take()
    first.leave()
    second.leave()


def test_one_email_address_opens_one_account(database: Database, person: int) -> None:
    assert make_person(database, "bob@example.org") != person
