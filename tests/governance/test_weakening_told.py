"""Each way to weaken a rule carries the rule, what is left of it, its kind and one line that says so."""

from dataclasses import replace

from shipped_policy import shipped

from governance.policy.core import Scope
from governance.policy.guards import ALWAYS, AllOf, Atom
from governance.policy.weakening import FOREVER, Weaker, weaker_activities, weaker_prohibitions, weaker_retention
from governance.retention import RetentionRule

FACTS = {"tenant.match": ("unknown", "true", "false")}
OWN = Atom("tenant.match", frozenset({"true"}))
EITHER = Atom("tenant.match", frozenset({"true", "false"}))
SCOPE = Scope(*(frozenset({name}) for name in ("read", "name", "serve", "none")))
LOOSER = [("tenant.match may be false", EITHER), ("tenant.match does not matter", ALWAYS)]


def test_a_prohibition_is_dropped_satisfied_by_more_or_speaks_about_less() -> None:
    rule = replace(shipped().prohibitions["F-TLS"], guard=OWN, scope=SCOPE)
    nothing = frozenset[str]()
    assert list(weaker_prohibitions(rule, FACTS, scopes=True)) == [
        Weaker(rule, None, "dropped", "F-TLS"),
        *(Weaker(rule, replace(rule, guard=guard), "condition", detail) for detail, guard in LOOSER),
        Weaker(rule, replace(rule, scope=replace(SCOPE, actions=nothing)), "scope", "without read"),
        Weaker(rule, replace(rule, scope=replace(SCOPE, categories=nothing)), "scope", "without name"),
        Weaker(rule, replace(rule, scope=replace(SCOPE, purposes=nothing)), "scope", "without serve"),
        Weaker(rule, replace(rule, scope=replace(SCOPE, recipients=nothing)), "scope", "without none"),
    ]


def test_a_permit_is_satisfied_by_more_owes_less_or_speaks_about_more() -> None:
    rule = replace(shipped().activities["A-FINDINGS"], guard=OWN, scope=SCOPE, duties=frozenset({"sealed", "counted"}))
    known = {"actions": ("read", "share"), "categories": ("name", "page"), "recipients": ("none", "firm")}
    assert list(weaker_activities(rule, FACTS, known, scopes=True)) == [
        *(Weaker(rule, replace(rule, guard=guard), "condition", detail) for detail, guard in LOOSER),
        Weaker(rule, replace(rule, duties=frozenset({"sealed"})), "duty", "without counted"),
        Weaker(rule, replace(rule, duties=frozenset({"counted"})), "duty", "without sealed"),
        Weaker(rule, replace(rule, scope=replace(SCOPE, actions=frozenset({"read", "share"}))), "scope", "with share"),
        Weaker(rule, replace(rule, scope=replace(SCOPE, categories=frozenset({"name", "page"}))), "scope", "with page"),
        Weaker(rule, replace(rule, scope=replace(SCOPE, recipients=frozenset({"none", "firm"}))), "scope", "with firm"),
    ]


def test_a_period_never_ends_an_event_does_not_count_or_a_category_is_left_out() -> None:
    also = (("user.delete", 1), ("account.closed", 2), ("consent.withdrawn", 3))
    rule = RetentionRule("R-1", ("name", "page"), "job.ended", 60, also, "data.created", 90, "delete", "ignored", ())
    later = {"keep_seconds": FOREVER, "ceiling_seconds": FOREVER}
    assert list(weaker_retention(rule)) == [
        Weaker(rule, replace(rule, keep_seconds=FOREVER), "date", "job.ended never counts"),
        Weaker(rule, replace(rule, ceiling_seconds=FOREVER), "date", "no ceiling"),
        Weaker(rule, replace(rule, **later), "date", "neither job.ended nor the ceiling counts"),
        Weaker(rule, replace(rule, also_after=also[1:]), "date", "user.delete does not count"),
        Weaker(rule, replace(rule, also_after=(also[0], also[2])), "date", "account.closed does not count"),
        Weaker(rule, replace(rule, also_after=also[:2]), "date", "consent.withdrawn does not count"),
        Weaker(rule, replace(rule, of=("page",)), "scope", "without name"),
        Weaker(rule, replace(rule, of=("name",)), "scope", "without page"),
    ]


def test_a_looser_part_of_a_condition_stands_where_the_part_stood() -> None:
    rule = replace(shipped().prohibitions["F-TLS"], guard=AllOf((OWN, OWN)), scope=SCOPE)
    found = [weaker.now.guard for weaker in weaker_prohibitions(rule, FACTS, scopes=False) if weaker.now]
    assert found == [AllOf((EITHER, OWN)), AllOf((ALWAYS, OWN)), AllOf((OWN, EITHER)), AllOf((OWN, ALWAYS))]
