"""What California asks of a notice (CCPA, its regulations, CalOPPA): rules C01 to C21."""

import re
from datetime import timedelta
from functools import partial
from typing import Final

from governance.policy.lint_reader import Finding, Look, Reader, Rule
from governance.terms import listed

_GIVEN: Final = re.compile(r"\b(your?|us(e[sd]?|ing))\b", re.IGNORECASE)
YEAR: Final = timedelta(days=365)
CCPA_RIGHTS: Final = ("know", "erasure", "rectification", "opt_out_sale", "limit_sensitive")


def _subject(look: Look, reader: Reader) -> Finding:
    """Look only where the policy speaks to Californians."""
    return look(reader) if "ccpa" in reader.policy.regimes else ("n/a", "the policy does not speak to Californians")


def _statutory(reader: Reader) -> Finding:
    said = reader.saying(r"identifiers|commercial information|biometric|geolocation|internet .* activity")
    if len(said) > 1:
        return "pass", "told in the statute's words", said
    return "fail", "data is told in the policy's own words, not in those of 1798.140(v)"


def _sources(reader: Reader) -> Finding:
    headings = [c.id for c in reader.policy.clauses.values() if c.heading and _GIVEN.search(c.text)]
    return "partial", "sources follow from the headings and are not listed", tuple(headings[:4])


def _purposes(reader: Reader) -> Finding:
    pairs = {(key[1], key[2]) for key in reader.policy.table if key[0] == "collect"}
    said = f"{len(pairs)} pairs of data and purpose in the notice's own list; the sentences do not join them"
    return "partial", said, reader.items["purposes"].clauses


def _sold(reader: Reader) -> Finding:
    third = reader.to_role("third_party")
    said = reader.saying(r"(sell|sold|share|shared|sale).*")
    denied = reader.saying(r"(do not|does not|never|nobody|nothing) .*(sell|sold|buy|sale)")
    if not third and denied:
        return "pass", "nothing is sold or shared, and the text says so", denied
    if third and denied:
        names = sorted({key[3] for key in third})
        return "partial", f"sale is denied, and {listed(names, 'and')} can be reached for advertising", denied
    return "fail", "no sentence says whether data is sold or shared", said


def _third(reader: Reader) -> Finding:
    third = reader.to_role("third_party")
    if not third:
        return "n/a", "no third party gets anything"
    loose = sorted({key[3] for key in third if not reader.policy.recipients[key[3]].clauses})
    if loose:
        return "fail", f"not told: {listed(loose, 'and')}"
    clauses = tuple(dict.fromkeys(c for key in third for c in reader.policy.recipients[key[3]].clauses))
    return "pass", "; ".join(sorted({f"{key[1]} to {key[3]} for {key[2]}" for key in third})), clauses


def _minors(reader: Reader) -> Finding:
    if not reader.to_role("third_party"):
        return "n/a", "nothing is sold or shared"
    said = reader.saying(r"under (the age of )?16|16 years")
    return ("pass", "told", said) if said else ("fail", "no sentence on selling or sharing data of people under 16")


def _disclosed(reader: Reader) -> Finding:
    firms = reader.to_role("processor")
    if not firms:
        return "n/a", "nothing is disclosed for a business purpose"
    pairs = {(key[1], key[3]) for key in firms}
    clauses = tuple(dict.fromkeys(c for _, name in sorted(pairs) for c in reader.policy.recipients[name].clauses))
    return (
        "partial",
        f"{len(pairs)} pairs of data and recipient in the notice's own list; the sentences do not join them",
        clauses,
    )


def _sensitive(reader: Reader) -> Finding:
    said = reader.saying(r"sensitive (personal )?information|what is sensitive")
    return ("pass", "told", said) if said else ("fail", "no sentence on the use of sensitive personal information")


def _rights(reader: Reader) -> Finding:
    told = reader.rights(*CCPA_RIGHTS, regime="ccpa")
    fair = reader.saying(r"retaliat|discriminat|treated (any )?(worse|differently)")
    missing = [name.replace("_", " ") for name in CCPA_RIGHTS if not told.get(name)]
    missing += [] if fair else ["no retaliation"]
    clauses = tuple(dict.fromkeys((*(c for found in told.values() for c in found), *fair)))
    return ("partial", f"not told: {listed(missing, 'and')}", clauses) if missing else ("pass", "all told", clauses)


def _method(reader: Reader) -> Finding:
    said = reader.saying(r"\S+@\S+")
    return ("pass", "by e-mail", said) if said else ("fail", "no way to ask is told")


def _verified(reader: Reader) -> Finding:
    said = reader.saying(r"verif|identity|make sure\b.* you")
    return ("pass", "told", said) if said else ("fail", "how identity is checked is not told")


def _signal(reader: Reader) -> Finding:
    controls = reader.policy.cookie_controls
    heeded = controls is not None and "gpc" in controls.read_signals_as_refusal
    said = reader.saying(r"global privacy control|opt-out preference signal|browser signals")
    if heeded and said:
        return "pass", "the signal is heeded and told", said
    return (
        ("partial", "the signal is heeded, and no sentence says so") if heeded else ("fail", "the signal is not heeded")
    )


def _agents(reader: Reader) -> Finding:
    said = reader.saying(r"authori[sz]ed")
    return ("pass", "told", said) if said else ("fail", "what an authorised agent does is not told")


def _fresh(reader: Reader) -> Finding:
    updated = reader.policy.last_updated
    if reader.on - updated <= YEAR:
        return "pass", f"last updated on {updated}"
    return "fail", f"last updated on {updated}, more than twelve months before {reader.on}"


def _link(reader: Reader) -> Finding:
    said = reader.saying(r"do not sell or share|your privacy choices")
    right = reader.rights("opt_out_sale").get("opt_out_sale")
    if said:
        return "pass", "told", said
    if not reader.to_role("third_party"):
        return "n/a", "nothing is sold or shared"
    return (
        ("partial", "the right is told; the link is to be seen on the pages", right) if right else ("fail", "no link")
    )


def _tracking(reader: Reader) -> Finding:
    said = reader.saying(r"do not track")
    controls = reader.policy.cookie_controls
    if said:
        return "pass", "told", said
    if controls is not None and "browser" in controls.read_signals_as_refusal:
        return "partial", "signals of browsers are heeded, and Do Not Track is not named", controls.clauses
    return "fail", "no answer to Do Not Track is told"


def _kept(reader: Reader) -> Finding:
    item = reader.items["retention"]
    return ("pass", item.said, item.clauses) if item.state == "present" else ("fail", item.said, item.clauses)


_RULES: Final[tuple[Rule, ...]] = (
    ("C01", "11 CCR 7011(e)(1)(A)", "kinds of data in the statute's words", "critical", _statutory),
    ("C02", "11 CCR 7011(e)(1)(B)", "kinds of sources", "medium", _sources),
    ("C03", "11 CCR 7011(e)(1)(C)", "the purpose of each collection", "medium", _purposes),
    ("C04", "11 CCR 7011(e)(1)(D), 7013(g)(2)", "what is sold or shared, or that nothing is", "critical", _sold),
    ("C05", "11 CCR 7011(e)(1)(E), (F)", "third parties and purposes of what is sold or shared", "high", _third),
    ("C06", "11 CCR 7011(e)(1)(G)", "whether data of people under 16 is sold or shared", "high", _minors),
    ("C07", "11 CCR 7011(e)(1)(H) to (J)", "what is disclosed for a business purpose, to whom", "critical", _disclosed),
    ("C08", "11 CCR 7011(e)(1)(K)", "the use of sensitive personal information", "high", _sensitive),
    ("C09", "11 CCR 7011(e)(2)", "know, delete, correct, opt out, limit, no retaliation", "high", _rights),
    ("C10", "11 CCR 7020(a)", "a way to ask", "medium", _method),
    ("C11", "11 CCR 7011(e)(3)(E)", "how identity is checked", "high", _verified),
    ("C12", "11 CCR 7011(e)(3)(F), 7025", "how the opt-out signal of a browser is treated", "high", _signal),
    ("C13", "11 CCR 7011(e)(3)(H), 7063", "what an authorised agent does", "high", _agents),
    ("C14", "11 CCR 7011(e)(3)(J)", "whom to ask questions", "low", _method),
    ("C15", "11 CCR 7011(e)(4); 1798.130(a)(5)", "a date of the last twelve months", "high", _fresh),
    ("C16", "1798.100(a)(3)", "how long each kind of data is kept", "critical", _kept),
    ("C17", "11 CCR 7013 to 7015", "the link to opt out, or why there is none", "high", _link),
    ("C18", "11 CCR 7012(c), (f)", "a notice where data is collected", "high",
     lambda _: ("pages", "to be seen at sign-up and upload")),
    ("C19", "11 CCR 7102", "yearly figures for ten million consumers", "medium",
     lambda _: ("n/a", "hangs on the number of consumers")),
    ("C20", "Bus. & Prof. 22575(b)(5), (6)", "the answer to Do Not Track", "medium", _tracking),
    ("C21", "11 CCR 7016, 7080", "financial incentives", "low", lambda _: ("n/a", "none is described")),
)  # fmt: skip

CALIFORNIA: Final[tuple[Rule, ...]] = tuple(
    (number, law, asks, weight, partial(_subject, look)) for number, law, asks, weight, look in _RULES
)
