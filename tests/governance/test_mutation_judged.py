"""What becomes of a weakened rule: broken promises by name, the surface, or proof that nothing more is allowed."""

import json

from small_policies import ACTIONS, CATEGORIES, RECIPIENTS, written
from tuned_policies import STAGE, tuned_by

from governance.policy import compile_policy
from governance.policy.mutation import Mutant, mutate
from governance.policy.worlds import theory_of

SERVE = {"id": "A-1", "label": "a", "source": "law", "do": "read", "on": "name", "for": "serve", "basis": "contract"}
OWN = {"id": "F-1", "label": "own", "source": "law", "do": "read", "unless": {"tenant.match": True}}
IDLE = {"id": "F-2", "label": "idle", "source": "law", "do": "share", "unless": {"tenant.match": True}}
KEPT = {"never": {"do": "read", "where_not": {"tenant.match": True}}}
GONE = {"always_oblige": {"do": "read", "delete": {"from": "any", "at_most": "2h"}}}


def judged(activity: dict[str, object], *promises: dict[str, object], scopes: bool = False) -> dict[str, Mutant]:
    entries = [{"id": f"P{n:02}", "say": "so", "quote_of": "c0.1", **claim} for n, claim in enumerate(promises, 1)]
    sources = {**written([activity], [OWN, IDLE]), "promises.yaml": json.dumps({"promises": entries})}
    return {
        f"{mutant.rule} {mutant.detail}": mutant
        for mutant in mutate(compile_policy(sources), theory_of(sources), scopes=scopes)
    }


def fates(found: dict[str, Mutant]) -> dict[str, tuple[str, str, str, tuple[str, ...]]]:
    return {name: (one.kind, one.how, one.fate, one.promises) for name, one in found.items()}


def test_what_lets_more_happen_breaks_the_promise_and_what_lets_nothing_more_happen_is_equivalent() -> None:
    assert fates(judged({**SERVE, "oblige": ["sealed"], "when": {"job.stage": "none"}}, KEPT, GONE)) == {
        "F-1 F-1": ("prohibition", "dropped", "promise", ("P01",)),
        "F-1 tenant.match may be false": ("prohibition", "condition", "promise", ("P01",)),
        "F-1 tenant.match does not matter": ("prohibition", "condition", "promise", ("P01",)),
        "F-2 F-2": ("prohibition", "dropped", "equivalent", ()),
        "F-2 tenant.match may be false": ("prohibition", "condition", "equivalent", ()),
        "F-2 tenant.match does not matter": ("prohibition", "condition", "equivalent", ()),
        "A-1 job.stage may be received": ("activity", "condition", "surface", ()),
        "A-1 job.stage may be completed": ("activity", "condition", "surface", ()),
        "A-1 job.stage does not matter": ("activity", "condition", "surface", ()),
        "A-1 without sealed": ("activity", "duty", "surface", ()),
        "R-ALL data.created never counts": ("retention", "date", "surface", ()),
        "R-ALL no ceiling": ("retention", "date", "equivalent", ()),
        "R-ALL neither data.created nor the ceiling counts": ("retention", "date", "promise", ("P02",)),
        "R-ALL without name": ("retention", "scope", "promise", ("P02",)),
        "R-ALL without page.copy": ("retention", "scope", "surface", ()),
        "R-ALL without page.image": ("retention", "scope", "surface", ()),
    }


def test_a_permit_that_speaks_about_more_is_found_out_in_the_cells_that_it_gains() -> None:
    found = judged({**SERVE, "when": {"tenant.match": True}}, {"never": {"do": "share"}}, scopes=True)
    gained = {name for name, one in found.items() if one.rule == "A-1" and one.how == "scope"}
    others = {*ACTIONS, *CATEGORIES, *RECIPIENTS} - {"read", "name", "none"}
    assert gained == {f"A-1 with {name}" for name in others}
    assert (found["A-1 with share"].fate, found["A-1 with share"].promises) == ("promise", ("P01",))
    assert {found[name].fate for name in gained - {"A-1 with share"}} == {"surface"}
    without = judged({**SERVE, "when": {"tenant.match": True}}, scopes=False)
    assert {one.how for one in without.values()} == {"dropped", "condition", "date", "scope"}
    assert all(one.kind == "retention" for one in without.values() if one.how == "scope")


def test_a_rule_is_weakened_only_in_the_worlds_in_which_it_stands_so() -> None:
    share = {**SERVE, "do": "share", "when": {"job.stage": "$stage", "tenant.match": True}}
    claim = {"never": {"do": "share", "where_not": {"job.stage": "$stage"}}}
    sources = tuned_by({"stage": STAGE}, [share], [], claim)
    found = {one.detail: one for one in mutate(compile_policy(sources), theory_of(sources), scopes=False)}
    assert (found["job.stage may be completed"].fate, found["job.stage may be completed"].promises) == (
        "promise", ("P01",),
    )  # fmt: skip
    assert found["tenant.match may be false"].fate == "surface", "the stage of the other world is not let in here"


def test_a_wider_condition_of_a_prohibition_is_not_the_same_as_dropping_it() -> None:
    own = {**OWN, "unless": {"any": [{"tenant.match": True}, {"job.stage": "received"}]}}
    sources = tuned_by({}, [{**SERVE, "when": {"job.stage": "none"}}], [own], KEPT)
    found = {
        f"{one.rule} {one.detail}": one for one in mutate(compile_policy(sources), theory_of(sources), scopes=False)
    }
    assert found["F-1 job.stage may be completed"].fate == "equivalent", "the permit asks for another stage"
    assert (found["F-1 F-1"].fate, found["F-1 F-1"].how) == ("promise", "dropped")


def test_a_prohibition_that_only_the_surface_guards_is_seen_there_when_it_is_dropped_or_narrowed() -> None:
    found = judged(SERVE, scopes=True)
    assert (found["F-1 F-1"].fate, found["F-1 without read"].fate) == ("surface", "surface")


def test_a_promise_that_is_broken_elsewhere_already_does_not_count_as_noticing() -> None:
    found = judged({**SERVE, "when": {"job.stage": "none"}, "do": ["read", "collect"]}, {"never": {"do": "collect"}})
    assert (found["F-1 F-1"].fate, found["F-1 F-1"].promises) == ("surface", ())
