"""Weakened rules of a policy with parameters: off as written and on in another world, dates that reach further."""

import json
from typing import Any

from tuned_policies import BOUND, OPEN, OWN, READ, STAGE, tuned_by

from governance.policy import compile_policy
from governance.policy.mutation import mutate
from governance.policy.worlds import theory_of

Fates = dict[str, tuple[str, tuple[str, ...]]]
STRICT = {**READ, "when": {"tenant.match": True}}
HEEDED = {"never": {"do": "read", "where_not": {"tenant.match": True}}}


def fates(sources: dict[str, str], *, scopes: bool = False) -> Fates:
    policy, theory = compile_policy(sources), theory_of(sources)
    return {
        f"{one.rule} {one.detail}": (one.fate, one.promises)
        for one in mutate(policy, theory, scopes=scopes)
    }  # fmt: skip


def test_a_permit_that_is_off_is_weakened_where_it_is_on() -> None:
    found = fates(tuned_by({"open": OPEN}, [{**STRICT, "enabled_by": "$open"}], [], HEEDED))
    assert found["A-1 tenant.match may be false"] == ("promise", ("P01",))
    unpromised = fates(tuned_by({"open": OPEN}, [{**STRICT, "enabled_by": "$open"}], []))
    assert unpromised["A-1 tenant.match may be false"] == ("surface", ())


def test_a_prohibition_that_is_off_is_weakened_where_it_is_on_and_not_dropped_there() -> None:
    own = {**OWN, "do": "read", "enabled_by": "$open", "unless": {"job.stage": ["none", "received"]}}
    stage = {"never": {"do": "read", "where": {"job.stage": "completed"}}}
    read = {**READ, "when": {"any": [{"job.stage": "none"}, {"tenant.match": True, "job.stage": "received"}]}}
    found = fates(tuned_by({"open": OPEN}, [read], [own], stage))
    assert {detail: fate for detail, (fate, _) in found.items() if detail.startswith("F-1")} == {
        "F-1 F-1": "equivalent", "F-1 job.stage may be completed": "equivalent", "F-1 job.stage does not matter":
        "equivalent",
    }  # fmt: skip
    wide = fates(tuned_by({"open": OPEN}, [READ], [own]))
    assert {fate for detail, (fate, _) in wide.items() if detail.startswith("F-1")} == {"surface"}


def test_a_condition_loosened_less_than_all_the_way_is_not_a_prohibition_dropped() -> None:
    own = {**OWN, "do": "read", "enabled_by": "$open", "unless": {"job.stage": "none"}}
    claim = {"never": {"do": "read", "where": {"job.stage": "completed"}, "where_not": {"tenant.match": True}}}
    off = {**READ, "enabled_by": "$open"}
    found = fates(tuned_by({"open": OPEN}, [off], [own], claim))
    assert found["F-1 job.stage may be received"] == ("surface", ())
    assert found["F-1 job.stage may be completed"] == found["F-1 F-1"] == ("promise", ("P01",))


def test_a_weakened_prohibition_still_forbids_nothing_in_the_worlds_in_which_it_is_off() -> None:
    own = {**OWN, "do": "read", "enabled_by": {"param": "stage", "is": "received"}, "unless": {"job.stage": "received"}}
    able = {
        "always_allow": {"do": "read", "on": "name", "for": "serve", "to": "none", "where": {"job.stage": "$stage"}}
    }
    found = fates(tuned_by({"stage": STAGE}, [READ], [own], able))
    assert found["F-1 job.stage may be completed"] == ("surface", ())
    assert found["F-1 F-1"] == ("surface", ())


def test_a_prohibition_that_is_off_and_narrowed_is_seen_on_the_surface() -> None:
    own = {**OWN, "do": ["read", "share"], "enabled_by": "$open"}
    found = fates(tuned_by({"open": OPEN}, [READ, {**READ, "id": "A-2", "do": "share"}], [own]), scopes=True)
    assert (found["F-1 without read"], found["F-1 without share"]) == (("surface", ()), ("surface", ()))


def test_what_only_another_world_would_show_is_a_survivor() -> None:
    who = {"type": "enum", "of": ["none", "firm"], "value": "none"}
    sources = tuned_by({"who": who}, [{**READ, "to": "$who"}], [{**OWN, "do": "read", "to": ["none", "firm"]}])
    found = fates(sources, scopes=True)
    assert found["F-1 without firm"] == ("survivor", ())
    assert found["F-1 without none"] == ("surface", ())


def test_dates_are_put_off_in_the_rule_itself_and_every_promise_that_this_breaks_is_named() -> None:
    retention = [dated("R-NAME", "name"), dated("R-PAGE", "page.*")]
    name, page = gone(on="name"), gone(on="page.*")
    found = fates(kept_by(retention, {}, name, page, gone(on="name", at_most="2d")))
    assert found["R-NAME data.created never counts"] == ("promise", ("P01", "P03"))
    assert found["R-PAGE data.created never counts"] == ("promise", ("P02",))
    assert found["R-PAGE without page.copy"] == ("promise", ("P02",))


def test_in_a_tuned_policy_what_is_weakened_leaves_the_other_dates_as_late_as_they_may_be() -> None:
    """A date that its parameter may put off to 2 hours stands at 90 minutes as it is written."""
    bound, early = {"bound": BOUND}, gone(at_most="100m")
    keep = {**dated("R-1", "*"), "keep": "$bound", "ceiling": {"event": "job.ended", "keep": "1h"}}
    assert fates(kept_by([keep], bound, early))["R-1 no ceiling"] == ("promise", ("P01",))
    ceiling = {**dated("R-1", "*"), "ceiling": {"event": "job.ended", "keep": "$bound"}}
    assert fates(kept_by([ceiling], bound, early))["R-1 data.created never counts"] == ("promise", ("P01",))


def test_of_further_events_only_the_one_that_is_left_out_counts_no_more() -> None:
    rule = {
        **dated("R-1", "*"),
        "also_after": [{"event": "job.ended", "keep": "1h"}, {"event": "user.left", "keep": "1h"}],
    }
    found = fates(kept_by([rule], {}, gone(events="job.ended"), gone(events="user.left")))
    assert found["R-1 job.ended does not count"] == ("promise", ("P01",))
    assert found["R-1 user.left does not count"] == ("promise", ("P02",))
    assert found["R-1 data.created never counts"] == ("surface", ())


def dated(name: str, categories: str) -> dict[str, Any]:
    return {
        "id": name, "label": name, "of": categories, "after": "data.created", "keep": "1h", "then": "delete",
        "legal_hold": "ignored", "source": "law", "ceiling": {"event": "data.created", "keep": "3d"},
    }  # fmt: skip


def gone(*, on: str = "*", events: str = "any", at_most: str = "1d") -> dict[str, Any]:
    return {"always_oblige": {"do": "read", "on": on, "delete": {"from": events, "at_most": at_most}}}


def kept_by(retention: list[dict[str, Any]], parameters: dict[str, Any], *promises: dict[str, Any]) -> dict[str, str]:
    sources = tuned_by(parameters, [{**READ, "on": "*"}], [], *promises)
    words = json.loads(sources["vocabulary.yaml"])
    words["events"] |= {name: {"label": name} for name in ("job.ended", "user.left")}
    words["events"]["job.ended"]["at_birth"] = True
    return {**sources, "vocabulary.yaml": json.dumps(words), "retention.yaml": json.dumps({"retention": retention})}
