"""Every table says whose data its rows are and when they go; the search for a person's data follows what it says."""

from datetime import timedelta

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, insert

from governance.copies import CopyKind, CopyOrder
from governance.texts import HeldText, TextState
from store.persons_rows import PEOPLE, Unannotated, about, steps, table_about, tables_about_people
from store.places import data_folder
from store.policies import load_policy
from store.tables import METADATA, RolesUsers, table_of
from store.tables.about import about_person
from store.tables.columns import NONE
from store.unit_of_work import Database
from storeroom import START, a_document, make_person

EVERY_TABLE = sorted(METADATA.tables)


@pytest.mark.parametrize("name", EVERY_TABLE)
def test_every_table_says_whose_data_its_rows_are(name: str) -> None:
    said = about(METADATA.tables[name])
    if said.path is None:
        assert said.reason, "a table about nobody says why"
    else:
        list(steps(METADATA.tables[name], said.path))


@pytest.mark.parametrize("name", EVERY_TABLE)
def test_what_is_about_a_person_has_a_date_or_says_why_not(name: str) -> None:
    said = about(METADATA.tables[name])
    assert said.path is None or said.dues or said.goes_with or said.reason
    assert not said.goes_with or said.goes_with in METADATA.tables


@pytest.mark.parametrize("name", EVERY_TABLE)
def test_every_date_stands_in_the_row_with_its_rule_and_its_policy(name: str) -> None:
    policy = load_policy(data_folder("policies") / "deepseek-ocr")
    columns = METADATA.tables[name].columns
    for due in about(METADATA.tables[name]).dues:
        assert {due.at, due.rule, due.policy} <= set(columns.keys())
        assert not due.ended or columns[due.ended].nullable
        assert not due.born or due.born in columns, "from which moment the date is worked out anew"
        assert policy.retention_for(due.category)


@pytest.mark.parametrize("name", EVERY_TABLE)
def test_a_table_about_nobody_holds_nothing_about_anybody(name: str) -> None:
    table = METADATA.tables[name]
    # These speak of people without a way to find them: by pseudonyms whose salt is a column of the account's, by keyed
    # fingerprints, or by a reference that only the person has.
    if about(table).path is None and name not in ("ledger_entry", "suppression", "deletion_certificate"):
        assert {column.info["category"] for column in table.columns} == {NONE}


def test_the_rows_of_a_person_are_found_and_nobody_elses(database: Database) -> None:
    ada, bob = make_person(database), make_person(database, "bob@example.org")
    for number, owner in enumerate((ada, bob)):
        document = a_document(owner, str(number) * 32)
        with database.begin() as unit:
            unit.documents.add(document)
            unit.copies.ask(document.id, owner, [CopyOrder(CopyKind.SEARCHABLE)])
            due = START + timedelta(hours=1)
            unit.texts.add(
                HeldText(f"t{number}", document.id, owner, TextState.WAITING, START, due, "R-RESULT", "p", 1)
            )
            unit.consents.record(person=owner, consent="store_text", given=True, at=START, policy="p")
            unit.connection.execute(insert(table_of(RolesUsers)).values(user_id=owner, role_id=1))
    with database.read() as unit:
        found = {
            each.name: unit.connection.execute(each.rows_of(ada)).mappings().all() for each in tables_about_people()
        }
    counted = {name: len(rows) for name, rows in found.items() if rows}
    assert counted == {"app_user": 1, "roles_users": 1, "document": 1, "text": 1, "copy": 1, "consent": 1}
    assert found["document"][0]["id"] == "0" * 32


def test_tables_are_listed_so_that_rows_can_be_deleted_in_that_order() -> None:
    names = [each.name for each in tables_about_people()]
    assert names[-1] == PEOPLE
    assert names.index("text") < names.index("document")


def test_a_path_through_another_table_is_followed(database: Database) -> None:
    aside = MetaData()
    letter = Table(
        "letter", aside, Column("about", String, info={"names": "document.id"}), info=about_of("about.person")
    )
    path = about(letter).path
    assert path is not None
    assert [target.table.name for _, target in steps(letter, path)] == ["document", PEOPLE]


@pytest.mark.parametrize(
    ("path", "names"), [("nowhere", ""), ("about", ""), ("about", "document.id"), ("about", "nothing.id")]
)
def test_a_path_that_leads_to_nobody_is_found(path: str, names: str) -> None:
    wrong = Table("wrong", MetaData(), Column("about", Integer, info={"names": names}), info=about_of(path))
    with pytest.raises(Unannotated, match="wrong"):
        list(steps(wrong, about(wrong).path or ()))


def test_a_table_that_says_nothing_is_found() -> None:
    with pytest.raises(Unannotated, match="silent"):
        about(Table("silent", MetaData()))


def test_the_columns_of_a_table_are_listed_by_what_they_hold() -> None:
    held = table_about("consent").categories
    assert held["consent"] == "record.consent"
    assert "policy" not in held


def about_of(path: str) -> dict[str, object]:
    return dict(about_person(path)["info"])
