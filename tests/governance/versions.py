"""Differences of two versions of the Reading Room that hold one of each thing that can change."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from reading_room import room
from rooms import entries

from governance.policy import Policy
from governance.policy.changes import ClauseChange, Term, Word
from governance.policy.core import Scope
from governance.policy.difference import Change, Difference, DutyChange

GIVEN: Final = {"consent.adverts": ("given",)}
VISITS: Final = Scope(frozenset({"share"}), frozenset({"visit.log"}), frozenset({"adverts"}), frozenset({"sponsor"}))
MANY: Final = Scope(
    frozenset({"store", "collect", "dance"}), frozenset({"scan.text", "scan.page", "shoe"}),
    frozenset({"safety", "lending", "joy"}), frozenset({"none", "printer", "court"}),
)  # fmt: skip
INSIDE: Final = replace(MANY, recipients=frozenset({"none"}), actions=frozenset({"read"}))


def newer() -> Policy:
    """The next version: other labels, a sentence that is gone and one that came."""
    clauses = {name: one for name, one in room().clauses.items() if name != "c2.2.3"}
    came = replace(clauses["c1.1"], id="c1.2", number="1.2", text="We lend shoes.")
    clauses = {**clauses, "c1.2": came, "c2.2.2": replace(clauses["c2.2.2"], text="Again.")}
    facts = {name: replace(one, label=f"{one.label} now") for name, one in room().facts.items() if name != "actor.role"}
    relabelled = entries(
        "actions", "share", label="hand over", policy=entries("recipients", "court", label="the court")
    )
    return replace(relabelled, version="3.0.0", digest="1" * 64, facts=facts, clauses=clauses,
                   activities=_otherwise(room().activities, "A-DOOR", "A-NEW", "c1.1"),
                   prohibitions=_otherwise(room().prohibitions, "F-FIRM", "F-NEW", "c1.2"),
                   retention=_otherwise(room().retention, "R-ELSE", "R-NEW", "c2.2.4"))  # fmt: skip


def _otherwise(rules: Mapping[str, Any], gone: str, came: str, clause: str) -> dict[str, Any]:
    left = {name: one for name, one in rules.items() if name != gone}
    return {**left, came: replace(next(iter(left.values())), id=came, clauses=(clause,))}


def much() -> Difference:
    """A difference in which everything changed."""
    shared = ("A-ADVERT", "K-COUNT"), ("c9.9", "c2.2.2", "c2.1.1"), ("P01", "P02")
    return Difference(
        old=replace(room(), digest="0" * 64),
        new=newer(),
        allowed=(
            Change(VISITS, {**GIVEN, "actor.role": ("owner",)}, *shared),
            Change(MANY, {}, ("A-KEEP",), ("c9.9",)),
            Change(VISITS, {**GIVEN, "identity.verified": ("unknown", "true")}, *shared),
            Change(VISITS, {**GIVEN, "identity.verified": ("true",)}, ("A-ADVERT",), ("c2.2.3",)),
            Change(VISITS, {**GIVEN, "identity.verified": ("true",)}, ("A-ADVERT",), ("c2.2.3",), ("P02",)),
            Change(VISITS, GIVEN, ("K-COUNT",), ("c2.2.4",), ("P02",)),
            Change(INSIDE, {"place": ("here", "there")}, ("A-KEEP",), ()),
        ),
        denied=(Change(VISITS, {"actor.role": ("unknown",)}, ("F-TEXT",), ("c1.2",)),
                Change(replace(VISITS, actions=frozenset({"contact"})), {}, ("F-TEXT",), ("c2.1.3",))),
        weakened=(DutyChange("locked", deadline=False, scope=INSIDE, facts=GIVEN),
                  DutyChange("data.created", deadline=True, scope=MANY, facts={}, before=60, after=None),
                  DutyChange("data.created", deadline=True, scope=VISITS, facts={}, before=60, after=None),
                  DutyChange("data.created", deadline=True, scope=VISITS, facts={}, before=None, after=86_400),
                  DutyChange("sung", deadline=False, scope=VISITS, facts={})),
        strengthened=(DutyChange("counted", deadline=False, scope=INSIDE, facts={}),
                      DutyChange("sunset", deadline=True, scope=INSIDE, facts={}, before=7200, after=3600)),
        terms=(Term("right", "RT-COPY", "The right of a copy is gone", ("obligation_weakened", "other"),
                    ("c3.2", "c1.2")),
               Term("consent", "adverts", "A consent to adverts now holds 1 day", ("obligation_strengthened",),
                    ("c8.8",))),
        vocabulary=(Word("lawful_basis", "hope", "hope", added=True), Word("purpose", "joy", "to enjoy", added=False)),
        text=(ClauseChange("c1.2", "added", "", "We lend shoes.", text_only=True),
              ClauseChange("c2.2.3", "removed", "A court", "", text_only=False)),
        unwritten=("A-COURT", "A-DOOR", "A-NEW", "F-DOOR", "F-FIRM", "F-NEW", "R-SCAN", "R-ELSE", "R-NEW", "K-NONE"),
        reasons=("newly_allowed", "obligation_weakened"),
        material=True,
        notice_days=14,
        stale_consents=("adverts", "scans"),
    )  # fmt: skip


def nothing() -> Difference:
    """A difference in which nothing changed."""
    return replace(much(), allowed=(), denied=(), weakened=(), strengthened=(), terms=(), vocabulary=(), text=(),
                   unwritten=(), reasons=(), material=False, notice_days=0, stale_consents=())  # fmt: skip


DIFFERENCES: Final = {
    "all is otherwise": much,
    "it is material, and nobody waits": lambda: replace(much(), notice_days=0, reasons=("newly_allowed",)),
    "it is not material": lambda: replace(much(), material=False, stale_consents=("adverts",)),
    "nothing is otherwise": nothing,
}
