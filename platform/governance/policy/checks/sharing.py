"""Who else gets data, under what contract and in which country: S01 to S06."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from governance.policy.checks.case import Case
from governance.policy.checks.entries import found
from governance.policy.core import CellKey
from governance.policy.guards import Atom, atoms, implies
from governance.policy.problems import Problem

SHARE = "share"
NO_SALE_FACTS = ("recipient.consideration", "recipient.own_purposes")
NOT_OPTED_OUT = Atom("subject.opted_out_sale", frozenset({"false"}))
SIGNAL = "gpc"


def contracts(case: Case) -> Iterator[Problem]:
    """S01: every firm that works for us has a contract in force."""
    for name, recipient in case.document.recipients.items():
        if recipient.role != "processor" or not case.cells_to(name):
            continue
        detail = case.document.recipient_details.get(name)
        until = detail.contract_until if detail else None
        if detail is None or detail.contract is None:
            section, message = (
                ("recipient_details" if detail else "recipients"),
                f"`{name}` can get data, and no contract with it is named.",
            )
            fix = "name the contract under `recipient_details` in sharing.yaml, or let nothing reach it."
            yield found(case.document, section, name, "S01", message, fix)
        elif until is not None and until < case.on:
            message = f"the contract with `{name}` ended on {until}."
            fix = "renew it and write its new `contract_until`."
            yield found(case.document, "recipient_details", name, "S01", message, fix, "contract_until")


def sales(case: Case) -> Iterator[Problem]:
    """S02: where the text promises that nothing is sold, no third party is reachable unless that is accounted for."""
    recipients = case.document.recipients
    outsiders = {name for name, recipient in recipients.items() if recipient.role == "third_party"}
    promised = [
        rule
        for rule in case.policy.prohibitions.values()
        if rule.enabled and SHARE in rule.actions and rule.recipients & outsiders
        and any(atom.fact in NO_SALE_FACTS for atom in atoms(rule.guard))
    ]  # fmt: skip
    for name in sorted(outsiders):
        reached = case.cells_to(name)
        if promised and reached and recipients[name].expect != "reachable":
            message = (
                f"`{name}` is a third party and can get `{reached[0][1]}`, although {promised[0].id} rules out sales."
            )
            fix = "let nothing reach it, or write `expect: reachable` and settle in an ambiguity why that is no sale."
            yield found(case.document, "recipients", name, "S02", message, fix)


def enumerations(case: Case) -> Iterator[Problem]:
    """S03: what is ruled out is ruled out for names that come later too."""
    document = case.document
    claims: list[tuple[str, str, Any, tuple[str, ...]]] = [
        ("prohibitions", name, rule, ()) for name, rule in document.prohibitions.items()
    ]
    claims += [
        ("promises", name, promise.never, ("never",))
        for name, promise in document.promises.items()
        if promise.never is not None
    ]
    for section, name, claim, inner in claims:
        roles = Counter(
            document.recipients[entry].role
            for entry in claim.to
            if entry in document.recipients and document.recipients[entry].role not in ("self", "data_subject")
        )
        families = Counter(entry.split(".")[0] for entry in claim.on if entry in document.categories)
        for wider, key in [(f"role:{role}", "to") for role, n in roles.items() if n > 1] + [
            (f"{family}.*", "on") for family, n in families.items() if n > 1
        ]:
            message = f"{name} lists names that `{wider}` would cover, those that come later included."
            fix = f"write `{wider}`."
            yield found(document, section, name, "S03", message, fix, *inner, key)


def transfers(case: Case) -> Iterator[Problem]:
    """S04: a country whose law does not protect data is reached with a mechanism only."""
    for name, transfer in case.document.transfers.items():
        if "third" in transfer.zones and transfer.mechanism in ("none_needed", "adequacy"):
            message = f"{name} takes data to third countries by `{transfer.mechanism}`, which does not reach there."
            fix = "write `mechanism: standard_clauses`, or leave the zone out."
            yield found(case.document, "transfers", name, "S04", message, fix, "mechanism")


def named(case: Case) -> Iterator[Problem]:
    """S05: whoever the text names can get something, and whoever can get something is named."""
    for name, recipient in case.document.recipients.items():
        if recipient.role in ("self", "data_subject") or recipient.expect == "unreachable":
            continue
        reached = bool(case.cells_to(name))
        if recipient.clauses and not reached:
            message = f"the text names `{name}`, and nothing is ever passed to it."
            fix = "take it out of the text, or write `expect: unreachable`."
            yield found(case.document, "recipients", name, "S05", message, fix)
        elif reached and not recipient.clauses:
            message = f"`{name}` can get data, and no sentence names it."
            yield found(case.document, "recipients", name, "S05", message, "name it in the text and cite the clause.")


def advertising(case: Case) -> Iterator[Problem]:
    """S06: advertising stops at an opt-out, the signal of a browser included."""
    document = case.document
    purposes = {
        name
        for name, purpose in document.purposes.items()
        if purpose.fides.startswith("marketing.advertising") or "Advertising" in purpose.dpv
    }
    loose: dict[str, CellKey] = {}
    for key, rules in case.policy.table.items():
        stops = any(implies(rule.guard, NOT_OPTED_OUT) for rule in rules.requirements)
        stops = stops or all(implies(rule.guard, NOT_OPTED_OUT) for rule in rules.permits)
        if key[2] in purposes and case.regions[key] and not stops:
            loose.setdefault(key[2], key)
    for purpose, key in loose.items():
        message = f"an opt-out does not stop `{' '.join(key)}`."
        fix = "add a prohibition for it unless `subject.opted_out_sale: false`."
        yield found(document, "purposes", purpose, "S06", message, fix)
    reached = [key for key in case.policy.table if key[2] in purposes and case.regions[key]]
    controls = document.cookie_controls
    if reached and (controls is None or SIGNAL not in controls.read_signals_as_refusal):
        purpose = reached[0][2]
        message = "the opt-out signal of a browser (GPC) does not stop advertising."
        fix = f"add `{SIGNAL}` to `read_signals_as_refusal` in cookies.yaml."
        yield found(document, "purposes", purpose, "S06", message, fix)
