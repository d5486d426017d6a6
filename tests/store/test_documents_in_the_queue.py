from datetime import timedelta

from governance.documents import LIVE, Stage
from store.unit_of_work import Database
from storeroom import START, a_document

LATER = START + timedelta(minutes=1)
LEASE = START + timedelta(minutes=3)


def test_a_document_put_back_waits_from_that_moment_on(database: Database, person: int) -> None:
    with database.begin() as unit:
        unit.documents.add(a_document(person))
        unit.documents.claim("d" * 32, now=LATER, lease_until=LEASE)
        assert unit.documents.give_back("d" * 32, attempt=1, at=LEASE, fault=True, not_before=LEASE)
        assert not unit.documents.to_ring(LEASE, LEASE, 10)
        later = LEASE + timedelta(seconds=1)
        assert unit.documents.to_ring(later, later, 10)


def test_a_document_put_back_for_later_is_not_claimed_before_and_rung_for_then(database: Database, person: int) -> None:
    later = LEASE + timedelta(seconds=5)
    with database.begin() as unit:
        documents = unit.documents
        documents.add(a_document(person))
        documents.claim("d" * 32, now=LATER, lease_until=LEASE)
        assert not documents.give_back("d" * 32, attempt=2, at=LEASE, fault=True, not_before=later)
        assert documents.give_back("d" * 32, attempt=1, at=LEASE, fault=True, not_before=later)
        early = later - timedelta(microseconds=1)
        assert not documents.to_ring(early, early, 10)
        assert documents.claim("d" * 32, now=early, lease_until=LEASE) is None
        assert [row.id for row in documents.to_ring(LATER, later, 10)] == ["d" * 32]
        taken = documents.claim("d" * 32, now=later, lease_until=later)
        assert taken is not None
        assert (taken.attempt, taken.faults, taken.not_before) == (2, 1, None)


def test_only_the_attempt_that_holds_a_document_lengthens_its_lease(database: Database, person: int) -> None:
    with database.begin() as unit:
        unit.documents.add(a_document(person))
        unit.documents.claim("d" * 32, now=LATER, lease_until=LATER)
        assert not unit.documents.hold("d" * 32, attempt=2, lease_until=LEASE)
        assert unit.documents.hold("d" * 32, attempt=1, lease_until=LEASE)
        assert not unit.documents.abandoned(LEASE - timedelta(microseconds=1), 10)
        assert unit.documents.move("d" * 32, from_stages=LIVE, to=Stage.CANCELLED, at=LEASE)
        assert not unit.documents.hold("d" * 32, attempt=1, lease_until=LEASE)


def test_urgent_documents_are_rung_for_before_those_of_a_batch(database: Database, person: int) -> None:
    with database.begin() as unit:
        unit.documents.add(a_document(person, "a" * 32, batch=True))
        unit.documents.add(a_document(person, "b" * 32, received_at=START + timedelta(seconds=1)))
        later = START + timedelta(minutes=1)
        assert [row.id[0] for row in unit.documents.to_ring(later, later, 10)] == ["b", "a"]
