"""An older copy of the database is put in its place under a house that runs."""

import shutil
from pathlib import Path

import psycopg
import pytest

from clock.rounds import sign_ledger
from console.private_postgres import Cluster
from governance.errors import ProvisoError
from store.build import House
from store.verify import verify
from store.witness import read_witness
from storeroom import START
from tampering import write


def put_back(house: House, copy: str, cluster: Cluster | None) -> None:
    if cluster is None:
        home = house.settings.home
        for name in ("proviso.db-wal", "proviso.db-shm"):
            (home / name).unlink(missing_ok=True)
        Path(copy).replace(home / "proviso.db")
        return
    name = house.database.engine.url.database
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{copy}"')


def set_aside(house: House, cluster: Cluster | None) -> str:
    house.database.scrub()
    house.database.engine.dispose()
    if cluster is None:
        return str(shutil.copy(house.settings.home / "proviso.db", house.settings.home / "backup"))
    name = f"{house.database.engine.url.database}_backup"
    cluster.make(name, like=str(house.database.engine.url.database))
    return name


def go_another_way(house: House, count: int) -> None:
    with house.database.begin() as unit:
        for _ in range(count):
            unit.ledger.append("document.ended", START, {"way": "the other"})


def test_it_is_found_located_and_never_signed(house: House, request: pytest.FixtureRequest) -> None:
    cluster = None if house.database.on_sqlite else request.getfixturevalue("cluster")
    write(house.database, 4)
    assert sign_ledger(house)
    with house.database.read() as unit:
        size = unit.entries.size()
    copy = set_aside(house, cluster)
    write(house.database, 5)
    assert sign_ledger(house)
    put_back(house, copy, cluster)

    note = read_witness(house.settings.home)
    go_another_way(house, 2)
    for _ in range(2):
        with pytest.raises(ProvisoError, match="ledger-rolled-back"):
            sign_ledger(house)
    assert read_witness(house.settings.home) == note
    report = verify(house.database, house.signer.public_key, note)
    assert [(found.code, found.first, found.last) for found in report.found] == [("cut-off", size + 3, size + 5)]
    # Grown beyond what was signed, it is another past and no longer a shorter one.
    go_another_way(house, 7)
    with pytest.raises(ProvisoError, match="ledger-rolled-back"):
        sign_ledger(house)
    report = verify(house.database, house.signer.public_key, note)
    assert [(found.code, found.first, found.last) for found in report.found] == [("differs", size + 1, size + 5)]
