"""Disclosures: who got what, how often, under which contract and safeguard."""

from governance.papers.frame import framed, gaps_of, told
from governance.papers.kinds import DISCLOSURES
from governance.papers.paper import Bars, Paper, Section, Table, Tile, Value
from governance.policy import Policy
from governance.processing.activities import SELF_ROLES
from governance.processing.observed import DecisionCount, Observed
from governance.processing.record import ProcessingRecord, RecipientLine
from governance.processing.words import plain, sentence_case


def disclosures(policy: Policy, observed: Observed, record: ProcessingRecord) -> Paper:
    """Write every recipient that the policy names and every one that was seen."""
    outside = [count for count in observed.decisions if _leaves(policy, count)]
    lines: dict[str, RecipientLine] = {}
    for row in record.activities:
        for line in row.recipients:
            lines.setdefault(line.id, line)
    by_recipient = {name: sum(c.count for c in outside if c.recipient == name and c.allowed) for name in lines}
    for count in outside:
        if count.allowed:
            by_recipient.setdefault(count.recipient, sum(c.count for c in outside if c.recipient == count.recipient))
    refused = sum(count.count for count in outside if not count.allowed)
    total = sum(by_recipient.values())
    rows = tuple(_recipient(policy, name, lines.get(name), count) for name, count in by_recipient.items())
    columns = ("Recipient", "Role", "Contract", "Country", "Safeguard", "Disclosures", "Clauses")
    return framed(
        DISCLOSURES,
        record,
        tiles=(
            Tile(f"{len(lines)}", "recipients that the policy names"),
            Tile(f"{total:,}", "disclosures in the period"),
            Tile(f"{refused:,}", "refused by the gate"),
            Tile(f"{len(set(by_recipient) - set(lines))}", "recipients not declared", _tone(by_recipient, lines)),
        ),
        sentences=(
            "Nothing was disclosed to anybody outside the controller."
            if not total
            else f"{total:,} disclosures went to recipients outside the controller.",
            "A disclosure needs an answer of the gate for exactly this recipient, purpose and kind of data; the ledger "
            "has each of them.",
        ),
        pictures=(
            Bars("Disclosures by recipient", tuple((str(row[0]), int(str(row[5]))) for row in rows), "recipients"),
        )
        if rows
        else (),
        gaps=gaps_of(cell for row in rows for cell in row),
        sections=(
            Section("recipients", "Recipients", (), (Table("recipients", "Recipients", columns, rows),)),
            Section("what", "What went where, and for what", (), (_what(policy, outside),)),
            *_demands(observed),
        ),
    )


def _demands(observed: Observed) -> tuple[Section, ...]:
    """Write the demands of authorities, where a register of them is kept; nothing that may name a person."""
    if observed.entered is None:
        return ()
    rows = tuple(
        (
            one.serial,
            one.state,
            *(one.values.get(name, "").replace("_", " ") for name in ("authority", "country", "received")),
            one.values.get("law", "") if one.values.get("compelled") == "yes" else "none that binds",
            one.values.get("wanted", "").replace(",", ", "),
            one.values.get("examined", ""),
            one.values.get("outcome", "").replace("_", " "),
        )
        for one in observed.entered
        if one.register == "demands"
    )
    columns = ("Number", "State", "Authority", "Country", "Received", "Law", "Data", "Examined", "Decision")
    words = "Nothing is handed over before two officers agreed and the gate allowed it for each kind of data."
    table = Table("demands", "Demands of authorities", columns, rows, "No authority has demanded anything.")
    return (Section("demands", "Demands of authorities", (words,), (table,)),)


def _tone(found: dict[str, int], declared: dict[str, RecipientLine]) -> str:
    return "alarm" if set(found) - set(declared) else ""


def _leaves(policy: Policy, count: DecisionCount) -> bool:
    known = policy.recipients.get(count.recipient)
    return known is None or known.role not in SELF_ROLES


def _recipient(policy: Policy, name: str, line: RecipientLine | None, count: int) -> tuple[Value, ...]:
    if line is None:
        label = policy.recipients[name].label if name in policy.recipients else name
        return (label, "not declared for any activity", None, None, None, count, "")
    return (
        sentence_case(line.label),
        line.role,
        told(line.contract),
        told(line.countries),
        told(line.safeguard),
        count,
        ", ".join(clause.removeprefix("c") for clause in line.clauses),
    )


def _what(policy: Policy, outside: list[DecisionCount]) -> Table:
    rows = tuple(
        (
            sentence_case(policy.recipients[c.recipient].label if c.recipient in policy.recipients else c.recipient),
            policy.categories[c.category].label if c.category in policy.categories else c.category,
            policy.purposes[c.purpose].label if c.purpose in policy.purposes else c.purpose,
            policy.actions[c.action].label if c.action in policy.actions else plain(c.action),
            "allowed" if c.allowed else "refused",
            ", ".join(c.rules) or "no rule",
            c.count,
        )
        for c in outside
    )
    columns = ("Recipient", "Data", "In order to", "Act", "Answer", "Rules", "How often")
    return Table("what", "Requests to disclose", columns, rows, "Nobody asked to disclose anything in this period.")
