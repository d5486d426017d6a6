"""What the GDPR wants told: rules G01 to G19."""

from typing import Final

from governance.policy.lint_reader import Finding, Outcome, Reader, Rule
from governance.terms import duration_in_words, listed


def _item(reader: Reader, key: str) -> tuple[Outcome, str, tuple[str, ...]]:
    item = reader.items[key]
    states: dict[str, Outcome] = {"present": "pass", "partly": "partial", "missing": "fail"}
    return states[item.state], item.said, item.clauses


def _entity(reader: Reader) -> Finding:
    name = reader.policy.controller.legal_entity
    return ("pass", name) if name else ("fail", "only a trading name is stated", reader.policy.controller.clauses)


def _post(reader: Reader) -> Finding:
    controller = reader.policy.controller
    if controller.address:
        return "pass", f"{controller.address}; {controller.email}"
    return "partial", f"{controller.email}, and no postal address", controller.clauses


def _representative(reader: Reader) -> Finding:
    name = reader.policy.controller.eu_representative
    return ("pass", name) if name else ("open", "none is stated; one is needed without an establishment in the EU")


def _officer(reader: Reader) -> Finding:
    name = reader.policy.controller.dpo
    return ("pass", name) if name else ("open", "none is stated, nor that none is needed")


def _recipients(reader: Reader) -> Finding:
    outcome, said, clauses = _item(reader, "recipients")
    firms = {key[3] for key in reader.to_role("processor")}
    unnamed = [name for name in firms if reader.policy.recipients[name].contract is None]
    if outcome == "pass" and unnamed:
        return "partial", f"kinds of recipients are told, and {len(unnamed)} firms are not named", clauses
    return outcome, said, clauses


def _countries(reader: Reader) -> Finding:
    firms = sorted({key[3] for key in reader.to_role("processor")})
    stated = [name for name in firms if reader.policy.recipients[name].country]
    clauses = reader.items["transfers"].clauses
    if len(stated) == len(firms):
        return "pass", f"a country for each of {len(firms)} firms", clauses
    return (
        "fail" if not stated else "partial",
        f"the country is stated for {len(stated)} of {len(firms)} firms",
        clauses,
    )


def _safeguards(reader: Reader) -> Finding:
    if not reader.policy.transfers:
        return "n/a", "no transfers"
    said = reader.saying(r"standard contractual clauses|adequacy|binding corporate|data privacy framework")
    copy = reader.saying(r"copy of (the|these) (safeguards|clauses)")
    if said and copy:
        return "pass", "the instrument and a way to a copy of it are told", (*said, *copy)
    if said:
        return "partial", "no way to a copy is told", said
    return "partial", "the rules name a mechanism; the text names no instrument", reader.items["transfers"].clauses


def _kept(reader: Reader, *families: str, other: bool = False) -> Finding:
    """Look at kinds of data of these families, or of every other one."""
    held = {key[1] for key in reader.policy.table if key[0] in ("collect", "store", "set_device")}
    wanted = sorted(name for name in held if (name.split(".")[0] in families) != other)
    if not wanted:
        return "n/a", "nothing of the kind is held"
    rules = {category: rule for rule in reader.policy.retention.values() for category in rule.of}
    loose = [name for name in wanted if name not in rules or not rules[name].clauses]
    clauses = tuple(dict.fromkeys(c for name in wanted if name in rules for c in rules[name].clauses))
    if loose:
        return "fail", f"no time is told for {listed(loose, 'and')}", clauses
    longest = max(rules[name].ceiling_seconds for name in wanted)
    return "pass", f"a limit for each of {len(wanted)} kinds, the longest {duration_in_words(longest)}", clauses


def _objection(reader: Reader) -> Finding:
    clauses = reader.rights("objection").get("objection")
    if not clauses:
        return "fail", "the right to object is not told"
    shared = {c for r in reader.policy.rights.values() if r.right != "objection" for c in r.clauses}
    alone = [name for name in clauses if name not in shared and not reader.policy.clauses[name].listed]
    if alone:
        return "pass", "told in a sentence of its own", tuple(alone)
    return "partial", "told as one of several rights; it has to stand apart from the others", clauses


def _others(reader: Reader) -> Finding:
    item = reader.items["others"]
    if item.said == "uploads, and whoever is named in them" and not item.clauses:
        return "n/a", "nothing that is held is about people who did not hand it over"
    said = reader.saying(r"people (who are )?named in|who(ever)? (appears?|stands?) in|on behalf of")
    return (
        ("pass", "told", said) if said else ("partial", "the rules name these people, the text does not", item.clauses)
    )


def _special(reader: Reader) -> Finding:
    held = [name for name, entry in reader.policy.categories.items() if "special categories" in entry.may_contain]
    if not held:
        return "n/a", "nothing that is held can contain them"
    said = reader.saying(r"special categor|sensitive|health")
    if said:
        return "pass", "told", said
    return "fail", f"{listed(held[:3], 'and')} can contain them, and no sentence says so"


def _consistent(reader: Reader) -> Finding:
    dormant = [name for name, entry in reader.policy.purposes.items() if entry.expect == "dormant" and entry.clauses]
    if dormant:
        clauses = tuple(c for name in dormant for c in reader.policy.purposes[name].clauses)
        return "partial", f"the text speaks of {listed(dormant, 'and')}, which is not done", clauses
    return "pass", "no purpose is told that is not pursued"


TOLD: Final[tuple[Rule, ...]] = (
    ("G01", "GDPR 13(1)(a), 14(1)(a)", "the controller's legal name", "critical", _entity),
    ("G02", "GDPR 13(1)(a)", "contact by post and electronically", "high", _post),
    ("G03", "GDPR 13(1)(a), 27", "a representative in the EU where one is needed", "high", _representative),
    ("G04", "GDPR 13(1)(b), 37(7)", "the data protection officer where there is one", "high", _officer),
    ("G05", "GDPR 13(1)(c)", "each purpose with its lawful basis", "critical", lambda r: _item(r, "purposes")),
    ("G06", "GDPR 13(1)(d)", "each legitimate interest by name", "high", lambda r: _item(r, "interests")),
    ("G07", "GDPR 13(1)(e)", "recipients or kinds of recipients", "medium", _recipients),
    ("G08", "GDPR 13(1)(f)", "the countries data goes to", "high", _countries),
    ("G09", "GDPR 13(1)(f), 46 to 49", "the safeguard, and how to get a copy of it", "high", _safeguards),
    ("G10a", "GDPR 13(2)(a)", "how long uploads are kept", "high", lambda r: _kept(r, "document")),
    ("G10b", "GDPR 13(2)(a)", "how long texts made of them are kept", "high", lambda r: _kept(r, "text")),
    ("G10c", "GDPR 13(2)(a)", "how long account data is kept", "high", lambda r: _kept(r, "account")),
    ("G10d", "GDPR 13(2)(a)", "how long everything else is kept", "critical",
     lambda r: _kept(r, "document", "text", "account", other=True)),
    ("G11", "GDPR 13(2)(b)", "the six rights", "medium", lambda r: _item(r, "rights")),
    ("G12", "GDPR 13(2)(c), 7(3)", "that consent can be taken back at any time, and with what effect", "medium",
     lambda r: _item(r, "withdrawal")),
    ("G13", "GDPR 13(2)(d), 77", "the right to complain to an authority", "critical", lambda r: _item(r, "complaint")),
    ("G14", "GDPR 13(2)(e)", "whether data must be given, and what follows if not", "medium",
     lambda r: _item(r, "obliged")),
    ("G15", "GDPR 13(2)(f), 22", "whether machines decide about people", "low",
     lambda r: ("pass", "told", r.items["automated"].clauses) if r.items["automated"].clauses
     else ("warn", r.items["automated"].said)),
    ("G16", "GDPR 21(4)", "the right to object, apart from everything else", "high", _objection),
    ("G17", "GDPR 14", "people who stand in what others hand over", "high", _others),
    ("G18", "GDPR 9, 10", "special categories that data can contain", "high", _special),
    ("G19", "GDPR 5(1)(b), 13(3)", "no contradiction between purposes", "high", _consistent),
)  # fmt: skip
