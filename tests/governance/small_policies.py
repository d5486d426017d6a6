"""Random small policies and requests for hypothesis; written as JSON, which is YAML."""

import json
from typing import Any

from hypothesis import strategies as st

ACTIONS = ("collect", "read", "share")
CATEGORIES = ("page.image", "page.copy", "name")
PURPOSES = ("serve", "promote")
RECIPIENTS = {"none": "self", "firm": "processor", "office": "authority"}
FACTS = {
    "job.stage": ("none", "received", "completed"),
    "tenant.match": ("true", "false"),
    "subject.age_band": ("below_floor", "of_age"),
}
ALL_VALUES = {**FACTS, "consent.promote": ("never", "given", "withdrawn", "stale", "expired")}


def _some(values: Any) -> st.SearchStrategy[Any]:
    return st.lists(st.sampled_from(list(values)), min_size=1, max_size=2, unique=True)


@st.composite
def _atom(draw: st.DrawFn) -> dict[str, Any]:
    fact = draw(st.sampled_from(list(ALL_VALUES)))
    return {fact: draw(_some(ALL_VALUES[fact]))}


def _merged(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: value for part in parts for name, value in part.items()}


GUARDS = st.recursive(
    st.lists(_atom(), min_size=1, max_size=2).map(_merged),
    lambda inner: st.builds(
        lambda name, parts: {name: parts}, st.sampled_from(["any", "all"]), st.lists(inner, min_size=1, max_size=2)
    ),
    max_leaves=3,
)


@st.composite
def _rule(draw: st.DrawFn, *, prohibition: bool) -> dict[str, Any]:
    rule: dict[str, Any] = {"label": "a rule", "source": "law"}
    if not prohibition or draw(st.booleans()):
        rule["do"] = draw(_some(ACTIONS))
    if not prohibition or draw(st.booleans()):
        rule["on"] = draw(_some((*CATEGORIES, "page.*", "*")))
    if prohibition and draw(st.booleans()):
        rule["not_for"] = draw(st.lists(st.sampled_from(PURPOSES), min_size=1, max_size=1))
    if not prohibition:
        rule["for"] = draw(st.sampled_from(PURPOSES))
        rule["basis"] = "contract"
    if draw(st.booleans()):
        rule["to"] = draw(_some((*RECIPIENTS, "role:processor", "*")))
    if draw(st.booleans()):
        rule["unless" if prohibition else "when"] = draw(GUARDS)
    if not prohibition and draw(st.booleans()):
        rule["oblige"] = draw(_some(("sealed", "counted")))
    return rule


def written(activities: list[dict[str, Any]], prohibitions: list[dict[str, Any]]) -> dict[str, str]:
    """The texts of a small policy with these rules."""
    labels = lambda names: {name: {"label": name} for name in names}  # noqa: E731
    files: dict[str, Any] = {
        "policy.yaml": {
            "schema": "proviso-policy/1",
            "policy": {
                "id": "small",
                "version": "1.0.0",
                "title": "Small",
                "language": "en",
                "last_updated": "2025-01-01",
                "effective": "2025-01-01",
                "clauses": ["c0.1"],
            },
            "controller": {
                "name": "Small",
                "email": "a@example.org",
                "website": "example.org",
                "role": "controller",
                "legal_entity": "UNSTATED",
                "address": "UNSTATED",
                "dpo": "UNSTATED",
                "eu_representative": "UNSTATED",
            },
        },
        "vocabulary.yaml": {
            "actions": labels(ACTIONS),
            "categories": labels(CATEGORIES),
            "purposes": labels(PURPOSES),
            "recipients": {name: {"label": name, "role": role} for name, role in RECIPIENTS.items()},
            "lawful_bases": {"contract": {"label": "contract", "gdpr": "6(1)(b)"}},
            "consents": {"promote": {"label": "promotion", "purpose": "promote", "explicit": False, "lifetime": "1d"}},
            "duties": labels(("sealed", "counted")),
            "events": {"data.created": {"label": "made", "at_birth": True}},
            "facts": {
                name: {"label": name, "values": {v: f"is {v}" for v in values}} for name, values in FACTS.items()
            },
        },
        "rules.yaml": {"activities": activities, "prohibitions": prohibitions},
        "retention.yaml": {
            "retention": [
                {
                    "id": "R-ALL",
                    "label": "all",
                    "of": "*",
                    "after": "data.created",
                    "keep": "1h",
                    "then": "delete",
                    "legal_hold": "ignored",
                    "source": "law",
                    "ceiling": {"event": "data.created", "keep": "2h"},
                }
            ]
        },
    }
    return {"policy.md": "# Small\n\n0.1 Small.\n", **{name: json.dumps(value) for name, value in files.items()}}


@st.composite
def rule_lists(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    activities = draw(st.lists(_rule(prohibition=False), min_size=1, max_size=4))
    prohibitions = draw(st.lists(_rule(prohibition=True), max_size=3))
    return (
        [{"id": f"A-{number}", **rule} for number, rule in enumerate(activities)],
        [{"id": f"F-{number}", **rule} for number, rule in enumerate(prohibitions)],
    )


def fact_maps(values: dict[str, Any]) -> st.SearchStrategy[dict[str, str]]:
    """Facts of which any may be missing, unknown, or a word that nobody declared."""
    choices = {name: st.sampled_from([*words, "unknown", "nonsense"]) for name, words in values.items()}
    return st.fixed_dictionaries({}, optional=choices)


CELLS = st.tuples(
    st.sampled_from([*ACTIONS, "dance"]),
    st.sampled_from(CATEGORIES),
    st.sampled_from(PURPOSES),
    st.sampled_from([*RECIPIENTS, "nobody"]),
)
