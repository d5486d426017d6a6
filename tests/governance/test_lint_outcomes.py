"""Each rule of the notice lint in the outcomes that neither written policy shows, on texts and terms changed for it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from shipped_policy import second, shipped

from governance.policy import Policy
from governance.policy.articles import items
from governance.policy.lint import Verdict, lint

TODAY = date(2026, 11, 23)


def verdict(policy: Policy, number: str) -> Verdict:
    return next(one for one in lint(policy, TODAY) if one.id == number)


def saying(policy: Policy, *sentences: str, without: str = "") -> Policy:
    """The policy with sentences added to its text, and those that hold a pattern left without words."""
    clauses = {
        name: replace(clause, text="…") if without and re.search(without, clause.text, re.IGNORECASE) else clause
        for name, clause in policy.clauses.items()
    }
    sample = next(clause for clause in policy.clauses.values() if not clause.heading)
    for number, text in enumerate(sentences):
        clauses[f"c99.{number}"] = replace(sample, id=f"c99.{number}", number=f"99.{number}", text=text)
    return replace(policy, clauses=clauses)


def controller(**stated: Any) -> Policy:
    return replace(shipped(), controller=shipped().controller.model_copy(update=stated))


def terms(policy: Policy, section: str, **stated: Any) -> Policy:
    """The policy with every entry of a section changed in the same way."""
    entries = getattr(policy, section)
    return replace(policy, **{section: {name: entry.model_copy(update=stated) for name, entry in entries.items()}})


def reached(**stated: Any) -> Policy:
    recipients = {name: replace(entry, **stated) if entry.role == "processor" else entry
                  for name, entry in shipped().recipients.items()}  # fmt: skip
    return replace(shipped(), recipients=recipients)


def only_inside(policy: Policy) -> Policy:
    """The policy with nothing passed to anybody outside."""
    inside = {name for name, entry in policy.recipients.items() if entry.role in ("self", "data_subject")}
    return replace(policy, table={key: rules for key, rules in policy.table.items() if key[3] in inside})


def third_party(policy: Policy, **stated: Any) -> Policy:
    """The policy with its processors as third parties."""
    recipients = {name: replace(entry, role="third_party", **stated) if entry.role == "processor" else entry
                  for name, entry in policy.recipients.items()}  # fmt: skip
    return replace(policy, recipients=recipients)


def young(policy: Policy) -> Policy:
    """The policy with people who consent for themselves at ten."""
    children = policy.children
    assert children is not None
    return replace(policy, children=children.model_copy(update={"digital_consent_age": {"DE": 10}}))


def objecting_apart(policy: Policy) -> Policy:
    """The policy with a sentence that is about the right to object and about nothing else."""
    apart = saying(policy, "You can object.")
    rights = {name: right.model_copy(update={"clauses": ("c99.0",)}) if right.right == "objection" else right
              for name, right in policy.rights.items()}  # fmt: skip
    clauses = {**apart.clauses, "c99.0": replace(apart.clauses["c99.0"], listed=False)}
    return replace(apart, rights=rights, clauses=clauses)


SOLD = "We do not sell what you give us."
NOBODY = {"cookies": {}, "cookie_controls": None}
CASES: list[tuple[str, Callable[[], Policy], str]] = [
    ("G01", lambda: controller(legal_entity="X Ltd"), "pass"),
    ("G02", lambda: controller(address="4 Road"), "pass"),
    ("G03", lambda: controller(eu_representative="Y GmbH"), "pass"),
    ("G04", lambda: controller(dpo="Z"), "pass"),
    ("G07", lambda: reached(contract="C-1"), "pass"),
    ("G07", lambda: reached(contract=None), "partial"),
    ("G08", lambda: reached(country="DE"), "pass"),
    ("G08", lambda: reached(country=None), "fail"),
    ("G09", lambda: replace(shipped(), transfers={}), "n/a"),
    ("G09", lambda: saying(shipped(), without="standard contractual|adequacy|binding|framework"), "partial"),
    ("G09", lambda: saying(shipped(), "We use standard contractual clauses.", without="copy of"), "partial"),
    ("G09", lambda: saying(shipped(), "We use standard contractual clauses; ask for a copy of these clauses."), "pass"),
    ("G10a", second, "n/a"),
    ("G10a", lambda: replace(shipped(), retention={}), "fail"),
    ("G13", lambda: replace(shipped(), rights={}), "fail"),
    ("G15", lambda: saying(shipped()), "warn"),
    ("G16", lambda: objecting_apart(shipped()), "pass"),
    ("G16", lambda: replace(shipped(), rights={}), "fail"),
    ("G17", lambda: terms(shipped(), "categories", may_contain=()), "n/a"),
    ("G17", lambda: saying(shipped(), "It is about people named in what you upload."), "pass"),
    ("G18", lambda: terms(shipped(), "categories", may_contain=()), "n/a"),
    ("G18", lambda: saying(shipped(), "Uploads may hold special categories of data."), "pass"),
    ("G19", lambda: terms(shipped(), "purposes", expect=None), "pass"),
    ("G22", lambda: saying(shipped(), without="."), "pass"),
    ("G23", lambda: replace(shipped(), **NOBODY), "n/a"),
    ("G23", lambda: replace(shipped(), cookie_controls=None), "fail"),
    ("G23", lambda: saying(shipped(), "You choose in our cookie settings."), "pass"),
    ("G23", lambda: saying(shipped(), without="cookie settings|consent|we ask you"), "partial"),
    ("G24", lambda: replace(shipped(), **NOBODY), "n/a"),
    ("G24", lambda: terms(shipped(), "cookies", consent=None), "fail"),
    ("G25", lambda: replace(shipped(), **NOBODY), "n/a"),
    ("G25", lambda: replace(shipped(), retention={}), "partial"),
    ("G26", lambda: replace(shipped(), children=None), "fail"),
    ("G26", lambda: young(shipped()), "fail"),
    ("G26", lambda: saying(shipped(), "A guardian consents for those who are younger."), "pass"),
    ("G26", lambda: saying(shipped(), without="guardian|parent"), "partial"),
    ("G27", lambda: saying(shipped(), without="@|within|cost|charge|identity|make sure"), "partial"),
    ("G29", lambda: saying(shipped(), "We use SSL."), "warn"),
    ("G29", lambda: saying(shipped(), without="TLS|encrypted|at rest|sealed|locked|SSL"), "warn"),
    ("G29", lambda: saying(shipped(), "It is encrypted on the way and sealed at rest.", without="SSL"), "pass"),
    ("G30", lambda: only_inside(shipped()), "n/a"),
    ("G32", lambda: saying(shipped(), f"This is version {shipped().version}, of {shipped().effective}."), "pass"),
    ("G32", lambda: saying(shipped(), without="version"), "partial"),
    ("G33", lambda: only_inside(shipped()), "n/a"),
    ("G33", lambda: saying(shipped(), without="contract"), "fail"),
    ("G33", lambda: saying(reached(contract="C-1"), "They are bound by a contract that binds them."), "pass"),
    ("C01", lambda: saying(shipped(), "We collect identifiers.", "We collect commercial information."), "pass"),
    ("C04", lambda: saying(only_inside(shipped()), SOLD), "pass"),
    ("C04", lambda: saying(third_party(shipped()), SOLD), "partial"),
    ("C04", lambda: saying(shipped(), without="sell|sold|share|shared|sale|buy"), "fail"),
    ("C05", lambda: only_inside(shipped()), "n/a"),
    ("C05", lambda: third_party(shipped(), clauses=()), "fail"),
    ("C05", lambda: third_party(shipped(), clauses=("c6.1.0",)), "pass"),
    ("C06", lambda: only_inside(shipped()), "n/a"),
    ("C06", lambda: saying(third_party(shipped()), "Nothing about anybody under 16 is sold."), "pass"),
    ("C07", lambda: only_inside(shipped()), "n/a"),
    ("C08", lambda: saying(shipped(), "Sensitive personal information is used for nothing else."), "pass"),
    ("C09", lambda: replace(shipped(), rights={}), "partial"),
    ("C10", lambda: saying(shipped(), without="@"), "fail"),
    ("C11", lambda: saying(shipped(), without="verif|identity|make sure"), "fail"),
    ("C12", lambda: saying(shipped(), "We heed the Global Privacy Control."), "pass"),
    ("C12", lambda: saying(shipped(), without="global privacy|opt-out preference|browser signals"), "partial"),
    ("C12", lambda: replace(shipped(), cookie_controls=None), "fail"),
    ("C13", lambda: saying(shipped(), without="authori"), "fail"),
    ("C16", lambda: replace(shipped(), retention={}), "fail"),
    ("C17", lambda: saying(shipped(), "Look for “Do not sell or share” on every page."), "pass"),
    ("C17", lambda: only_inside(saying(shipped(), without="do not sell or share")), "n/a"),
    ("C17", lambda: replace(third_party(shipped()), rights={}), "fail"),
    ("C17", lambda: third_party(shipped()), "partial"),
    ("C20", lambda: saying(shipped(), "We answer Do Not Track."), "pass"),
    ("C20", lambda: replace(shipped(), cookie_controls=None), "fail"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "policy", "outcome"), CASES, ids=lambda part: part if isinstance(part, str) else "")
def test_a_verdict_follows_what_is_there(number: str, policy: Callable[[], Policy], outcome: str) -> None:
    found = verdict(policy(), number)
    assert found.outcome == outcome, found
    assert found.found


def test_a_consent_nobody_can_take_back_is_missing_in_the_notice_only_where_consent_is_asked() -> None:
    def withdrawal(policy: Policy) -> tuple[str, str]:
        item = next(item for item in items(policy) if item.key == "withdrawal")
        return item.state, item.said

    without = replace(shipped(), rights={})
    assert withdrawal(without) == ("missing", "not told")
    never = {name: replace(rule, enabled=False) for name, rule in shipped().activities.items()}
    assert withdrawal(replace(without, activities=never)) == ("present", "no consent is asked")
    assert withdrawal(saying(shipped(), without="at any time|whenever"))[0] == "partly"
