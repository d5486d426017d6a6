"""A request in the words of the engines of others, in full."""

from reading_room import room

from governance.policy import Cell, Request
from governance.policy.cedar import cedar_request
from governance.policy.exports.rego import rego_request

REQUEST = Request(Cell("share", "scan.page", "lending", "printer"), {"consent.scans": "given", "weather": "fine"})


def test_cedar_is_given_every_fact_of_the_policy_and_no_other() -> None:
    assert cedar_request(room(), REQUEST) == {
        "principal": {"type": "Proviso::Gate", "id": "gate"},
        "action": {"type": "Proviso::Action", "id": "share"},
        "resource": {"type": "Proviso::Category", "id": "scan.page"},
        "context": {
            "actor.role": "unknown", "consent.adverts": "unknown", "consent.scans": "given",
            "identity.verified": "unknown", "subject.location": "unknown", "subject.objected": "unknown",
            "purpose": "lending", "recipient": "printer",
        },
    }  # fmt: skip


def test_rego_is_given_the_cell_and_the_facts_as_they_are() -> None:
    assert rego_request(REQUEST) == {
        "action": "share", "category": "scan.page", "purpose": "lending", "recipient": "printer",
        "facts": {"consent.scans": "given", "weather": "fine"},
    }  # fmt: skip
