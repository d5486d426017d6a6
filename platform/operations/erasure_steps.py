"""The steps of an erasure. Each may be repeated, by two processes at once too, and writes its end once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from governance.copies import CopyState
from governance.documents import LIVE, Stage
from governance.erasure import Erasure, Kept, Scope, Step, ground_of
from governance.errors import ProvisoError
from governance.texts import PRESENT
from operations.ask import ask
from operations.cells import erase_at_word
from operations.certify import certify_erasure, inventory
from operations.delete_copy import delete_copy
from operations.delete_text import delete_text
from operations.end_document import delete_document, end_document
from operations.facts import SERVICE, Actor, facts_of
from operations.level_lists import level_lists
from operations.ports import Unit
from operations.services import Services
from operations.tell_recipients import tell_of_erasure

_EVERY = 1_000_000
_ROUNDS = 3


def access(services: Services, erasure: Erasure) -> None:
    """Shut the account again, should somebody have opened it since the order."""
    with services.store.begin() as unit:
        unit.rows.close(erasure.person, services.now())
        finish(services, unit, erasure, Step.ACCESS, {})


def items(services: Services, erasure: Erasure) -> None:
    """End what is on its way and destroy every key and sealed byte of documents, texts and copies."""
    for _ in range(_ROUNDS):
        # A reading may end between looking and cancelling; then a text is there that was not.
        if not _destroy(services, erasure.person):
            break
    else:
        raise ProvisoError("deletion-delayed")
    with services.store.begin() as unit:
        if _left(unit, erasure.person):
            raise ProvisoError("deletion-delayed")
        told = list(inventory(unit, erasure))
        counts: dict[str, int] = {}
        for each in told:
            counts[str(each["kind"])] = counts.get(str(each["kind"]), 0) + 1
        finish(services, unit, erasure, Step.ITEMS, counts, told)


def _destroy(services: Services, person: int) -> int:
    """Go once over everything of the person's; returns how much was there. A fault at one thing loses no other."""
    with services.store.read() as unit:
        documents = list(unit.documents.of_person(person, _EVERY))
        copies = [copy for row in documents for copy in unit.copies.of_document(row.id)]
        texts = [text for row in documents if (text := unit.texts.of_document(row.id)) is not None]
    found = delayed = 0
    for row in documents:
        if row.stage in LIVE:
            found += 1
            end_document(services, row.id, Stage.CANCELLED, code="document-cancelled")
        elif row.deleted_at is None:
            found += 1
            delayed += not delete_document(services, row.id)
    for copy in copies:
        if copy.state is CopyState.READY:
            found += 1
            delayed += _delayed(partial(delete_copy, services, SERVICE, copy.document, copy.kind))
    for text in texts:
        if text.state in PRESENT:
            found += 1
            delayed += _delayed(partial(delete_text, services, SERVICE, text.id))
    if delayed:
        raise ProvisoError("deletion-delayed")
    return found


def _delayed(work: Callable[[], object]) -> bool:
    try:
        work()
    except ProvisoError:
        return True
    return False


def _left(unit: Unit, person: int) -> bool:
    rows = unit.documents.of_person(person, _EVERY)
    texts = (unit.texts.of_document(row.id) for row in rows)
    return (
        any(row.deleted_at is None for row in rows)
        or any(text is not None and text.state in PRESENT for text in texts)
        or any(copy.state is CopyState.READY for row in rows for copy in unit.copies.of_document(row.id))
    )


def traces(services: Services, erasure: Erasure) -> None:
    """Take the person out of the queue's and the key server's memory."""
    with services.store.read() as unit:
        named = unit.rows.items(erasure.person)
    counts = services.traces.clear(erasure.person, named)
    with services.store.begin() as unit:
        finish(services, unit, erasure, Step.TRACES, counts)


def recipients(services: Services, erasure: Erasure) -> None:
    """Note everybody who got something of the person's and has to be told (GDPR Article 19)."""
    with services.store.begin() as unit:
        count = tell_of_erasure(services, unit, erasure.id, erasure.person)
        finish(services, unit, erasure, Step.RECIPIENTS, {"recipients": count} if count else {})


def list_erased(services: Services, erasure: Erasure) -> None:
    """See that the list outside the database holds what the database holds."""
    level_lists(services)
    with services.store.begin() as unit:
        finish(services, unit, erasure, Step.LIST, {})


def rows(services: Services, erasure: Erasure) -> None:
    """Erase the person's rows by what the tables say of themselves; the gate says of each category whether it goes."""
    with services.store.begin() as unit:
        _stop_for_holds(services, unit, erasure)
        found = unit.rows.survey(erasure.person)
        present = sorted({category for holding in found for category in holding.categories})
        erasable = set(_allowed(services, unit, erasure, present))
        kept: dict[str, int] = {}
        for holding in found:
            for category in holding.categories - erasable:
                kept[category] = kept.get(category, 0) + holding.rows
        counts = unit.rows.erase(erasure.person, erasable)
        unit.erasures.keep(erasure.id, [_kept(services, category, kept[category]) for category in sorted(kept)])
        finish(services, unit, erasure, Step.ROWS, {f"rows of {name}": count for name, count in counts.items()})


def _stop_for_holds(services: Services, unit: Unit, erasure: Erasure) -> None:
    """What is held stays findable for whom it is held; the clock comes again when the hold is over."""
    holds = unit.holds.on(erasure.person, unit.rows.items(erasure.person), services.now())
    if any(hold.keeps for hold in holds):
        raise ProvisoError("erasure-held")


def _allowed(services: Services, unit: Unit, erasure: Erasure, categories: Sequence[str]) -> Iterator[str]:
    facts = facts_of(services, unit, Actor(role="service", verified=True), person=unit.people.get(erasure.person))
    for category in categories:
        ruling = ask(services, unit, step="erase", cell=erase_at_word(category), facts=facts, item=erasure.id)
        if ruling.decision.allow:
            yield category


def _kept(services: Services, category: str, count: int) -> Kept:
    rule = services.policy.retention_for(category)
    return Kept(category, count, rule.id, rule.clauses, ground_of(category))


def identity(services: Services, erasure: Erasure) -> None:
    """Empty the account to a shell; with its salt goes every way from the person to the ledger's pseudonyms."""
    with services.store.begin() as unit:
        _stop_for_holds(services, unit, erasure)
        gone = unit.rows.forget(erasure.person, services.now())
        finish(services, unit, erasure, Step.IDENTITY, {"account": 1} if gone else {})


def storage(services: Services, erasure: Erasure) -> None:
    """Clear the database's own files of old versions of what was erased."""
    services.scrub()
    with services.store.begin() as unit:
        finish(services, unit, erasure, Step.STORAGE, {})


def proof(services: Services, erasure: Erasure) -> None:
    """Look for everything once more; only when nothing is found, certify it and end the erasure."""
    with services.store.read() as unit:
        named = unit.rows.items(erasure.person)
    if any(services.vault.alive(item) for item in named):
        raise ProvisoError("erasure-unfinished")
    known = services.erased.read()
    with services.store.begin() as unit:
        stays = {kept.category for kept in erasure.kept}
        listed = all(fingerprint in known for fingerprint in unit.suppressions.all())
        found = unit.rows.residue(erasure.person, stays) if erasure.scope is Scope.ALL else 0
        if found or not listed or _left(unit, erasure.person):
            raise ProvisoError("erasure-unfinished")
        finish(services, unit, erasure, Step.PROOF, {})
        certify_erasure(services, unit, erasure)


def finish(
    services: Services,
    unit: Unit,
    erasure: Erasure,
    step: Step,
    counts: Mapping[str, int],
    told: Sequence[Mapping[str, object]] = (),
) -> None:
    """Write the end of a step, and its entry, unless another process has."""
    at = services.now()
    if unit.erasures.finish_step(erasure.id, step, at=at, counts=counts, told=told):
        unit.ledger.append(
            "erasure.step", at, {"erasure": erasure.id, "step": step.value, "counts": dict(sorted(counts.items()))}
        )
