"""Put the parts of an answer together: check that nothing is missing, mask what may not go out, write, seal."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from governance.access import Answer, Disclosure, build_answer, missing
from governance.errors import ProvisoError
from governance.fulfilment import PARTS, is_masked
from governance.masking import masked
from governance.rights import Kind, Regime, exists_under
from operations.advance_request import today
from operations.ask import GateRefused, ask
from operations.cells import READ_ANSWER
from operations.facts import facts_of
from operations.gather import WORKING, keep
from operations.requests import HeldRequest
from operations.services import Services

Parts = Mapping[str, list[dict[str, Any]]]
Render = Callable[[Answer, Parts], bytes]
"""Makes one ZIP of an answer and its parts."""

NAME = "answer.zip"
_MASKED, _LEFT_OUT = "masked", "left-out"


def pack_answer(services: Services, held: HeldRequest, render: Render) -> int:
    """Make and seal the answer, then destroy its parts; returns its bytes.

    Raises ProvisoError answer-incomplete with what is missing: then nothing is sent.
    """
    parts = {part: _part(services, held, part) for part in PARTS[held.kind]}
    withheld: list[str] = []
    parts = _fit(services, held, parts, withheld)
    counts = _counts(parts)
    answer = build_answer(
        services.policy,
        held.kind,
        counts,
        reference=held.reference,
        made_on=today(services),
        disclosures=_disclosures(services, held),
        withheld=withheld,
        copy=tuple(sorted(parts)) if held.kind is not Kind.KNOW_CATEGORIES else (),
        others=_others(held),
        profile="California" if _californian(held) else "EU",
    )
    if lacking := missing(answer):
        raise ProvisoError("answer-incomplete", what=", ".join(lacking))
    content = render(answer, parts)
    keep(services, held, "answer", NAME, content)
    _drop(services, held)
    return len(content)


def _californian(held: HeldRequest) -> bool:
    return held.kind in {Kind.KNOW_SPECIFIC, Kind.KNOW_CATEGORIES} or held.regimes == {Regime.CCPA}


def _others(held: HeldRequest) -> str:
    if held.review == _MASKED:
        return "Texts may hold data of other people, so everything that was found in them is masked (Art. 15(4))."
    if held.review == _LEFT_OUT:
        return "Texts show names of other people; we weighed that and leave them out (Art. 15(4)). The rest is here."
    if held.review:
        return "Texts may hold data of other people; we weighed that and hand them out whole (Art. 15(4))."
    return "No text in this answer shows names of other people."


def _part(services: Services, held: HeldRequest, part: str) -> list[dict[str, Any]]:
    with services.store.begin() as unit:
        paper = next((one for one in unit.papers.of_request(held.id) if one.kind == f"part:{part}"), None)
        if paper is None:
            raise ProvisoError("answer-incomplete", what=part)
        person = unit.people.get(held.person) if held.person is not None else None
        facts = facts_of(services, unit, WORKING, overdue=False)
        ruling = ask(services, unit, step="pack-answer", cell=READ_ANSWER, facts=facts, item=paper.id, person=person)
    if ruling.permit is None:
        raise GateRefused(ruling.decision, paper.id)
    found: list[dict[str, Any]] = json.loads(services.vault.open(ruling.permit))
    return found


def _fit(services: Services, held: HeldRequest, parts: Parts, withheld: list[str]) -> dict[str, list[dict[str, Any]]]:
    fitted = {name: list(part) for name, part in parts.items()}
    for table in fitted.get("rows", []):
        withheld += [f"{table['table']}: {column} ({why})" for column, why in table["withheld"].items()]
    if held.kind is Kind.PORTABILITY:
        fitted["rows"] = _portable(services, fitted["rows"])
    if held.review == _LEFT_OUT:
        for name in ("texts", "copies", "uploads"):
            count = len(fitted.get(name, []))
            withheld += [f"{name}: {count} left out for the rights of other people (Art. 15(4))"] if count else []
            if name in fitted:
                fitted[name] = []
    hidden = _hidden(held)
    if hidden is None:
        return fitted
    for text in fitted.get("texts", []):
        text["content"], counts = masked(text["content"], [tuple(one) for one in text["findings"]], hidden)
        text["findings"] = []
        for part in text["unseen"]:
            part["content"], more = masked(part["content"], [tuple(one) for one in part["findings"]], hidden)
            part["findings"] = []
            counts = {name: counts.get(name, 0) + more.get(name, 0) for name in counts | more}
        withheld += [f"text {text['text'][:8]}: {count} × {name}" for name, count in sorted(counts.items())]
    for name in ("copies", "uploads"):
        shown = [file for file in fitted.get(name, []) if file["category"] == "copy.redacted"]
        withheld += [f"{file['name']} (a picture, in which nothing can be masked)"
                     for file in fitted.get(name, []) if file not in shown]  # fmt: skip
        if name in fitted:
            fitted[name] = shown
    return fitted


def _hidden(held: HeldRequest) -> Callable[[str], bool] | None:
    if held.review == _MASKED:
        return lambda _: True
    return is_masked if _californian(held) else None


def _portable(services: Services, tables: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep what the person provided and what rests on consent or contract (Art. 20(1)(a))."""
    policy = services.policy
    fits = {
        category
        for (action, category, _, _), rules in policy.table.items()
        if action in {"collect", "store"}
        and any(exists_under(Kind.PORTABILITY, policy.bases[one.basis].gdpr) for one in rules.permits)
    } | {"record.consent"}
    chosen = []
    for table in tables:
        columns = {name: category for name, category in table["categories"].items() if category in fits}
        if columns:
            rows = [{name: value for name, value in row.items() if name in columns} for row in table["rows"]]
            chosen.append({**table, "categories": columns, "rows": rows})
    return chosen


def _counts(parts: Parts) -> dict[str, int]:
    counts: dict[str, int] = {}
    for table in parts.get("rows", []):
        for column, category in table["categories"].items():
            there = sum(row.get(column) not in (None, "") for row in table["rows"])
            counts[category] = counts.get(category, 0) + (there or column in table["withheld"])
    for name in ("texts", "letters", "copies", "uploads"):
        for thing in parts.get(name, []):
            counts[thing["category"]] = counts.get(thing["category"], 0) + 1
    return {category: count for category, count in counts.items() if count}


def _disclosures(services: Services, held: HeldRequest) -> tuple[Disclosure, ...]:
    if held.person is None:
        return ()
    with services.store.read() as unit:
        found: list[tuple[str, str, datetime]] = list(unit.holdings.disclosures(held.person))
    return tuple(Disclosure(recipient, category, last) for recipient, category, last in found)


def _drop(services: Services, held: HeldRequest) -> None:
    with services.store.read() as unit:
        parts = [paper for paper in unit.papers.of_request(held.id) if paper.kind.startswith("part:")]
    for paper in parts:
        # One that cannot be destroyed now is destroyed at its date.
        if services.vault.destroy(paper.id):
            with services.store.begin() as unit:
                unit.papers.gone(paper.id, services.now())
