"""Gather one part of what is held about a person, asking the gate for each thing, and lay it aside sealed."""

import base64
import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from governance.copies import CopyState
from governance.documents import LIVE
from governance.errors import ProvisoError
from governance.fulfilment import shows_others
from governance.gate import PermitRefused
from governance.messages import category as category_of
from governance.policy import Cell
from governance.retention import due
from governance.texts import PRESENT, HeldText
from operations.ask import GateRefused, ask
from operations.case_words import cases_of_asker, claim_cases, words_of
from operations.cells import MAKE_ANSWER, hand_over
from operations.facts import Actor, facts_of
from operations.ports import KeyGone, Unit
from operations.read_text import unpack
from operations.request_details import details_of
from operations.requests import HeldRequest, Paper
from operations.services import Services
from operations.support_cases import HeldCase

_RULED_OUT = "it is about the controller and stands in its records; no rule lets it be handed out"

WORKING = Actor("service", verified=True)
"""The house, working on a request whose asker has been identified."""


def gather(services: Services, held: HeldRequest, part: str) -> int:
    """Gather a part and seal it; returns how many things it holds.

    What has died meanwhile is left out, since it is not held any more. Raises GateRefused, or whatever stopped it.
    """
    if held.person is not None:
        with services.store.begin() as unit:
            claim_cases(services, unit, held.person)
        found = _PARTS[part](services, held)
    else:
        found = _letters_of_address(services, held) if part == "letters" else []
    keep(services, held, f"part:{part}", f"{part}.json", json.dumps(found, ensure_ascii=False).encode())
    return len(found)


def needs_review(services: Services, held: HeldRequest) -> bool:
    """Tell whether texts that would be handed out may hold data of other people."""
    if held.person is None:
        return False
    with services.store.read() as unit:
        return any(shows_others(text.counts) for text in texts_of(unit, held.person))


def texts_of(unit: Unit, person: int) -> list[HeldText]:
    """Give the texts of a person that are there."""
    documents = unit.documents.of_person(person, limit=100_000)
    found = (unit.texts.of_document(document.id) for document in documents)
    return [text for text in found if text is not None and text.state in PRESENT]


def keep(services: Services, held: HeldRequest, kind: str, name: str, content: bytes) -> Paper:
    """Seal a paper of a request until the policy's date for answers; the gate is asked for making and holding it."""
    now = services.now()
    rule = services.policy.retention_for("request.answer")
    paper = Paper(
        id=uuid.uuid4().hex,
        request=held.id,
        kind=kind,
        name=name,
        byte_count=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=now,
        due_at=due(rule, {"data.created": now}),
        rule=rule.id,
        policy=services.policy.digest,
    )
    with services.store.begin() as unit:
        person = unit.people.get(held.person) if held.person is not None else None
        facts = facts_of(services, unit, WORKING, overdue=False)
        rulings = [
            ask(services, unit, step="hold-answer", cell=cell, facts=facts, item=paper.id, person=person)
            for cell in MAKE_ANSWER
        ]
        refused = next((ruling for ruling in rulings if not ruling.decision.allow), None)
        if refused is None:
            unit.papers.add(paper, services.vault.enclose(paper.id, content))
    if refused is not None:
        raise GateRefused(refused.decision, paper.id)
    return paper


def _open(services: Services, held: HeldRequest, category: str, item: str, **about: Any) -> bytes | None:
    """Open one sealed thing for its person; None when it has died. Raises GateRefused."""
    with services.store.begin() as unit:
        person = unit.people.get(held.person) if held.person is not None else None
        facts = facts_of(services, unit, WORKING, person=person, **about)
        ruling = ask(services, unit, step="gather", cell=hand_over(category), facts=facts, item=item, person=person)
    if ruling.permit is None:
        raise GateRefused(ruling.decision, item)
    try:
        return services.vault.open(ruling.permit)
    except (KeyGone, PermitRefused):
        return None


def _allowed(services: Services, unit: Unit, held: HeldRequest, categories: set[str]) -> None:
    person = unit.people.get(held.person) if held.person is not None else None
    facts = facts_of(services, unit, WORKING, person=person, overdue=False)
    for name in sorted(categories):
        ruling = ask(services, unit, step="gather", cell=hand_over(name), facts=facts, item=held.id, person=person)
        if not ruling.decision.allow:
            raise GateRefused(ruling.decision, held.id)


def _rows(services: Services, held: HeldRequest) -> list[dict[str, Any]]:
    assert held.person is not None  # noqa: S101 - looked at by `gather`
    with services.store.begin() as unit:
        tables = unit.holdings.of(held.person)
        named = {category for table in tables for category in table.categories.values()}
        never = {name for name in named if _key(hand_over(name)) not in services.policy.table}
        _allowed(services, unit, held, named - never)
    return [
        {
            "table": table.name,
            "categories": dict(table.categories),
            "rows": [
                {name: plain(value) for name, value in row.items() if table.categories.get(name) not in never}
                for row in table.rows
            ],
            "withheld": {
                **table.withheld,
                **{name: _RULED_OUT for name, category in table.categories.items() if category in never},
            },
        }
        for table in tables
    ]


def _key(cell: Cell) -> tuple[str, str, str, str]:
    return (cell.action, cell.category, cell.purpose, cell.recipient)


def _ledger(services: Services, held: HeldRequest) -> list[dict[str, Any]]:
    assert held.person is not None  # noqa: S101
    with services.store.begin() as unit:
        person = unit.people.get(held.person)
        _allowed(services, unit, held, {"record.decision"})
        return [dict(entry) for entry in unit.holdings.ledger(person.pseudonym)] if person is not None else []


def _texts(services: Services, held: HeldRequest) -> list[dict[str, Any]]:
    assert held.person is not None  # noqa: S101
    with services.store.read() as unit:
        texts = texts_of(unit, held.person)
    found = []
    for text in texts:
        content = _open(services, held, text.category, text.id, text=text)
        if content is None:
            continue
        reading = unpack(content)
        found.append(
            {
                "text": text.id,
                "document": text.document,
                "category": text.category,
                "held_until": plain(text.due_at),
                "pages": text.page_count,
                "counts": dict(text.counts),
                "content": reading.text,
                "findings": [[one.type, one.start, one.end] for one in reading.findings],
                "unseen": [
                    {
                        "place": part.place.value,
                        "content": part.text,
                        "findings": [[one.type, one.start, one.end] for one in part.findings],
                    }
                    for part in reading.unseen
                ],
            }
        )
    return found


def _letters(services: Services, held: HeldRequest) -> list[dict[str, Any]]:
    """Open what was written to the person, and what they wrote with requests."""
    assert held.person is not None  # noqa: S101
    with services.store.begin() as unit:
        messages = unit.messages.of_person(held.person, limit=100_000)
        asked = unit.requests.of_person(held.person)
        cases = unit.support.of_person(held.person)
        written = {"support.message"} if cases else set()
        _allowed(services, unit, held, {category_of(one.purpose) for one in messages} | {"request.details"} | written)
        found = [
            {
                "category": category_of(one.purpose),
                "at": plain(one.created_at),
                "from": "us",
                "content": services.envelope.open(one.id, one.sealed),
            }
            for one in messages
        ]
        for request in asked:
            said = {name: value for name, value in asdict(details_of(services, unit, request)).items() if value}
            if said:
                found.append(
                    {"category": "request.details", "at": plain(request.received_at), "from": "you", "content": said}
                )
        found += _cases(services, unit, cases)
    return found


def _cases(services: Services, unit: Unit, cases: Sequence[HeldCase]) -> list[dict[str, Any]]:
    """Open what somebody wrote to us and what they were answered."""
    return [
        {
            "category": "support.message",
            "at": plain(message.at),
            "from": "us" if message.from_us else "you",
            "reference": case.reference,
            "content": {name: value for name, value in asdict(words_of(services, message)).items() if value},
        }
        for case in cases
        for message in unit.support.messages(case.id)
    ]


def _letters_of_address(services: Services, held: HeldRequest) -> list[dict[str, Any]]:
    """Open what was written from an address that has no account and whose reader has shown that it is theirs."""
    with services.store.begin() as unit:
        cases = cases_of_asker(services, unit, held)
        if cases:
            _allowed(services, unit, held, {"support.message"})
        return _cases(services, unit, cases)


def _copies(services: Services, held: HeldRequest) -> list[dict[str, Any]]:
    assert held.person is not None  # noqa: S101
    with services.store.read() as unit:
        documents = unit.documents.of_person(held.person, limit=100_000)
        copies = [copy for document in documents for copy in unit.copies.of_document(document.id)]
    found = []
    for copy in copies:
        if copy.state is not CopyState.READY:
            continue
        content = _open(services, held, copy.kind.category, copy.id, copy=copy)
        if content is not None:
            found.append(_file(f"{copy.kind.value}-{copy.document[:8]}.pdf", copy.kind.category, content))
    return found


def _uploads(services: Services, held: HeldRequest) -> list[dict[str, Any]]:
    assert held.person is not None  # noqa: S101
    with services.store.read() as unit:
        documents = [one for one in unit.documents.of_person(held.person, limit=100_000) if one.stage in LIVE]
    found = []
    for document in documents:
        try:
            content = _open(services, held, "document.image", document.id, document=document)
        except GateRefused:
            # It ended between the look and the question: from then on it can only be erased (clause 4.1.1).
            continue
        if content is not None:
            found.append(_file(f"upload-{document.id[:8]}.{document.format}", "document.image", content))
    return found


def _file(name: str, category: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "category": category, "content": base64.b64encode(content).decode()}


def plain(value: object) -> Any:
    """Give a value as JSON can say it: moments in ISO 8601, bytes never."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, bytes):
        raise ProvisoError("answer-incomplete", what="a column of bytes that nobody can read")
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(one) for one in value]
    return value


_PARTS = {
    "rows": _rows,
    "ledger": _ledger,
    "texts": _texts,
    "letters": _letters,
    "copies": _copies,
    "uploads": _uploads,
}
