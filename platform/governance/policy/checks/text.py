"""Sentences and what rests on them: C01 to C11, A01."""

import hashlib
import re
from collections.abc import Iterator
from typing import Final

from governance.policy.checks.case import Case
from governance.policy.checks.entries import cited_by, found, names_under
from governance.policy.clauses import Clause
from governance.policy.document import Document
from governance.policy.parse import TEXT
from governance.policy.problems import Mark, Problem, problem, suggestion

RULE_SECTIONS: Final = ("activities", "prohibitions", "retention", "cookies")
CITING: Final = (*RULE_SECTIONS, "categories", "purposes", "recipients", "bases", "consents", "duties", "transfers",
                 "rights", "promises")  # fmt: skip
SHORTEST_REASON: Final = 4
"""Words that a reason needs to be a sentence."""
VAGUE: Final = re.compile(
    r"\b(?:may|might|appropriate(?:ly)?|as needed|if needed|where required|if required|significant(?:ly)?"
    r"|material(?:ly)?|reasonabl[ey]|from time to time|certain circumstances|as necessary)\b",
    re.IGNORECASE,
)
EXACT: Final = re.compile(r"https?://[^\s,;)]*[^\s.,;)]|[^\s@]+@[^\s@]*[^\s@.,;)]|\d[\d.,:/-]*\d|\d")


def citations(document: Document) -> Iterator[Problem]:
    """Find clauses and ambiguities that are named and do not exist, and ambiguities that nothing settles."""
    known = {clause.id for clause in document.clauses}
    for name, tree, path in names_under(document, "clauses", "quote_of"):
        if name not in known:
            fix = suggestion(name, known, "cite a clause of policy.md, such as c4.1.3.")
            yield problem(tree.mark(path), "C05", f"policy.md has no clause `{name}`.", fix)
    for section in ("informational", "kept_elsewhere"):
        for name in getattr(document, section):
            if name not in known:
                tree, path = document.place(section, name)
                fix = suggestion(name, known, "remove it.")
                yield problem(tree.key(path), "C05", f"policy.md has no clause `{name}`.", fix)
    declared = document.names["ambiguities"]
    settled = set()
    for name, tree, path in names_under(document, "resolves"):
        settled.add(name)
        if name not in declared:
            fix = suggestion(name, declared, "declare it under `ambiguities`.")
            yield problem(tree.mark(path), "R02", f"there is no ambiguity `{name}`.", fix)
    for name in sorted(declared - settled):
        fix = f"write `resolves: [{name}]` at the parameter or rule that does."
        yield found(document, "ambiguities", name, "A01", f"nothing settles {name}.", fix)


def uncited(document: Document) -> Iterator[Problem]:
    """Find sentences that no rule carries out, and those that are said to need none and are cited nevertheless."""
    cited = {name for name, _, path in names_under(document, "clauses", "quote_of") if path[0] != "ambiguities"}
    for clause in document.clauses:
        reason = clause.id in document.informational
        if not (clause.heading or reason or clause.id in cited):
            yield problem(
                Mark(TEXT, clause.line),
                "C06",
                f"no rule carries out clause {clause.number}: “{clause.text[:60]}”.",
                f"cite {clause.id} in a rule, or say under `informational` in policy.yaml why none follows.",
            )
        elif reason and clause.id in cited:
            tree, path = document.place("informational", clause.id)
            said = f"clause {clause.number} is called informational, yet a rule cites it."
            yield problem(tree.key(path), "C07", said, "keep one of the two.", "warning")


def sourceless(document: Document) -> Iterator[Problem]:
    """Find rules that rest on no sentence and do not say that the law alone is their source."""
    for section in RULE_SECTIONS:
        for name, rule in getattr(document, section).items():
            if not rule.clauses and rule.source != "law":
                fix = "cite the clauses it carries out, or write `source: law`."
                yield found(document, section, name, "C08", f"{name} cites no clause.", fix)


def quotes(case: Case) -> Iterator[Problem]:
    """C01 and C02: words that are quoted stand in the text, and the text is the one that the rules were read beside."""
    document = case.document
    said = {clause.id: clause.text for clause in document.clauses}
    for section in CITING:
        for name, entry in getattr(document, section).items():
            if entry.quote and not any(entry.quote in said[clause] for clause in cited_by(entry)):
                source = "lawful_bases" if section == "bases" else section
                fix = "quote the sentence as it stands now, and see whether the rule still fits it."
                yield found(document, source, name, "C01", f"{name} quotes words that none of its clauses has.", fix)
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    if document.header and document.header.text_sha256 not in ("", digest):
        fix = f"read the changed sentences beside their rules, then write `text_sha256: {digest}`."
        message = "policy.md is not the text that the rules were last compared with."
        yield found(document, "policy", "", "C02", message, fix, "text_sha256")


def reasons(case: Case) -> Iterator[Problem]:
    """C07: a reason for having no rule is a sentence."""
    document = case.document
    for section in ("informational", "kept_elsewhere"):
        for name, reason in getattr(document, section).items():
            if len(reason.split()) < SHORTEST_REASON or not reason.rstrip().endswith("."):
                message = f"the reason given for clause {name.removeprefix('c')} is no sentence: “{reason}”."
                fix = "say in a whole sentence why no rule follows from it."
                yield found(document, section, name, "C07", message, fix)


def vague(case: Case) -> Iterator[Problem]:
    """C09: a sentence that leaves something open has an entry that says how it is read."""
    settled = {name for entry in case.document.ambiguities.values() for name in entry.clauses}
    for clause in case.document.clauses:
        match = VAGUE.search(clause.text)
        if match and not clause.heading and clause.id not in {*settled, *case.document.informational}:
            yield _about(
                clause,
                "C09",
                f"clause {clause.number} says “{match[0]}” and leaves open what that means.",
                "say under `ambiguities` how it is read, or reword it.",
            )


def lawless(case: Case) -> Iterator[Problem]:
    """C10: what rests on the law names it."""
    for section in (*RULE_SECTIONS, "rights"):
        for name, rule in getattr(case.document, section).items():
            if rule.source == "law" and not rule.named_law:
                message = f"{name} rests on the law and names none."
                fix = "add `named_law: …` with the article."
                yield found(case.document, section, name, "C10", message, fix)


def unrepeated(case: Case) -> Iterator[Problem]:
    """C11: a number, date or address in the text comes from a parameter, the controller or the header."""
    document = case.document
    same = [parameter.in_words for parameter in document.parameters.values()]
    stated = case.policy.controller.model_dump()
    same += [value for value in stated.values() if isinstance(value, str) and value]
    for day in (case.policy.effective, case.policy.last_updated):
        same += [f"{day.day} {day:%B %Y}", f"{day:%B} {day.day}, {day.year}", f"{day:%B %Y}", day.isoformat()]
    numbers = {clause.number.removesuffix(".0") for clause in document.clauses}
    for clause in document.clauses:
        rest = clause.text
        for words in sorted(same, key=len, reverse=True):
            rest = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", " ", rest)
        loose = [match[0] for match in EXACT.finditer(rest) if match[0] not in numbers]
        if loose and not clause.heading:
            yield _about(
                clause,
                "C11",
                f"clause {clause.number} says “{loose[0]}”, which no parameter and no fact of the controller repeats.",
                "make it a parameter and write `{$name}`, so that text and rules cannot part.",
            )


def _about(clause: Clause, code: str, message: str, fix: str) -> Problem:
    return Problem(TEXT, clause.line, 1, code, "warning", message, fix, clause.id)
