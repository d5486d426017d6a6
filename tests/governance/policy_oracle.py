"""A second, naive reading of a policy, written from the description of the language and from nothing else.

It shares no code with the engine: it loads the YAML with an ordinary loader, replaces parameters as text, and
walks through all rules for every request.
"""

import re
from typing import Any

from ruamel.yaml import YAML


def load(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text) or {}


class Oracle:
    def __init__(self, texts: dict[str, str]) -> None:
        parameters = load(texts["policy.yaml"]).get("parameters") or {}

        def value(match: re.Match[str]) -> str:
            if match[1] not in parameters:  # the first line of each file names its schema in a comment
                return match[0]
            found = parameters[match[1]]["value"]
            return str(found).lower() if isinstance(found, bool) else str(found)

        self.parameters = {name: entry["value"] for name, entry in parameters.items()}
        self.files = {
            name: load(text if name == "policy.yaml" else re.sub(r"\$([a-z][a-z0-9_]*)", value, text))
            for name, text in texts.items()
            if name.endswith(".yaml")
        }
        words = self.files["vocabulary.yaml"]
        self.known = {
            "do": list(words["actions"]),
            "on": list(words["categories"]),
            "for": list(words["purposes"]),
            "to": list(words["recipients"]),
        }
        self.roles = {name: entry["role"] for name, entry in words["recipients"].items()}
        self.values = {name: set(entry["values"]) for name, entry in words["facts"].items()}
        for name in words.get("consents") or {}:
            self.values[f"consent.{name}"] = {"never", "given", "withdrawn", "stale", "expired"}

    def active(self, section: str) -> list[dict[str, Any]]:
        rules = self.files["rules.yaml"].get(section) or []
        return [rule for rule in rules if self.enabled(rule.get("enabled_by", True))]

    def enabled(self, test: Any) -> bool:
        return self.parameters[test["param"]] == test["is"] if isinstance(test, dict) else test

    def matches(self, key: str, selectors: Any, name: str) -> bool:
        if name not in self.known[key]:
            return False
        for selector in [selectors] if isinstance(selectors, str) else selectors:
            if selector in ("*", name):
                return True
            if selector.endswith(".*") and name.startswith(selector[:-1]):
                return True
            if selector.startswith("role:") and self.roles.get(name) == selector[5:]:
                return True
        return False

    def in_scope(self, rule: dict[str, Any], cell: dict[str, str], *, default_to: Any) -> bool:
        for key, default in (("do", "*"), ("on", "*"), ("for", "*"), ("to", default_to)):
            if not self.matches(key, rule.get(key, default), cell[key]):
                return False
            if f"not_{key}" in rule and self.matches(key, rule[f"not_{key}"], cell[key]):
                return False
        return True

    def true(self, condition: Any, facts: dict[str, str]) -> bool:
        for name, wanted in condition.items():
            if name == "any":
                good = any(self.true(part, facts) for part in wanted)
            elif name == "all":
                good = all(self.true(part, facts) for part in wanted)
            else:
                found = facts.get(name)
                if found not in self.values.get(name, ()):
                    found = None
                words = wanted if isinstance(wanted, list) else [wanted]
                good = found in [str(word).lower() if isinstance(word, bool) else word for word in words]
            if not good:
                return False
        return True

    def decide(self, do: str, on: str, for_: str, to: str, facts: dict[str, str]) -> tuple[bool, set[str], set[str]]:
        """Whether it is allowed, the activities that permit it, and the prohibitions that forbid it."""
        cell = {"do": do, "on": on, "for": for_, "to": to}
        permits, denials = set(), set()
        for rule in self.active("activities"):
            if self.in_scope(rule, cell, default_to="none") and ("when" not in rule or self.true(rule["when"], facts)):
                permits.add(rule["id"])
        for cookie in self.files.get("cookies.yaml", {}).get("cookies") or []:
            asked = cookie["consent"]
            fine = asked is None or facts.get(f"consent.{asked}") == "given"
            if do == "set_device" and fine and self.in_scope({**cookie, "do": "set_device"}, cell, default_to="none"):
                permits.add(cookie["id"])
        for rule in self.active("prohibitions"):
            if not self.in_scope(rule, cell, default_to="*"):
                continue
            if "unless" not in rule or not self.true(rule["unless"], facts):
                denials.add(rule["id"])
        return bool(permits) and not denials, permits, denials

    def deadlines(self, on: str) -> dict[str, int]:
        """Seconds by event for a category."""
        found: dict[str, int] = {}
        for rule in self.files["retention.yaml"]["retention"]:
            if not self.matches("on", rule["of"], on):
                continue
            spans = [(rule["after"], rule["keep"]), (rule["ceiling"]["event"], rule["ceiling"]["keep"])]
            spans += [(extra["event"], extra["keep"]) for extra in rule.get("also_after", [])]
            for event, span in spans:
                number = int(span[:-1]) * {"s": 1, "m": 60, "h": 3600, "d": 86400}[span[-1]]
                found[event] = min(number, found.get(event, number))
        return found
