"""Parameters: a value with a type and a range, put in the place of its `$name` before anything else is read."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from governance.policy.problems import Mark, Problem, problem, suggestion
from governance.policy.sources import Path, Tree
from governance.policy.vocabulary import Parameter
from governance.terms import seconds

DECLARED: Final = "parameters"
REFERENCE: Final = re.compile(r"\$([a-z][a-z0-9_]*)")


class Substitution:
    """Replaces `$name` by the parameter's value throughout a tree; notes where each was used, and the unknown.

    `names` are all declared parameters, `values` those whose declaration could be read.
    """

    def __init__(self, names: set[str], values: Mapping[str, Parameter]) -> None:
        self.names = names
        self.values = values
        self.uses: set[tuple[str, str]] = set()
        self.problems: list[Problem] = []

    def tree(self, tree: Tree) -> Tree:
        """Return the tree with values in place of names; the section of the parameters may name none."""
        value = {}
        for section, inner in (tree.value or {}).items():
            value[section] = inner if section == DECLARED else self._value(tree, inner, (section,))
            if section == DECLARED:
                self._plain(tree, inner, (section,))
        return Tree(tree.file, value, tree.marks, tree.keys)

    def _plain(self, tree: Tree, value: Any, path: Path) -> None:
        inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for step, inner in inside:
            self._plain(tree, inner, (*path, step))
        if isinstance(value, str) and REFERENCE.fullmatch(value):
            message = f"a parameter cannot rest on another one, `{value}`."
            self.problems.append(problem(tree.mark(path), "R01", message, "write the value itself."))

    def _value(self, tree: Tree, value: Any, path: Path) -> Any:
        if isinstance(value, dict):
            return {name: self._value(tree, inner, (*path, name)) for name, inner in value.items()}
        if isinstance(value, list):
            return [self._value(tree, inner, (*path, index)) for index, inner in enumerate(value)]
        match = REFERENCE.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            return value
        name = match[1]
        self.uses.add((name, _said(tree, path)))
        if name in self.values:
            return self.values[name].value
        if name not in self.names:
            fix = suggestion(name, self.names, "declare it under `parameters` in policy.yaml.")
            self.problems.append(problem(tree.mark(path), "R01", f"there is no parameter `{name}`.", fix))
        return value


def _said(tree: Tree, path: Path) -> str:
    """Name a place by its entry's id, so that the order of entries does not matter."""
    words: list[str] = []
    inner = tree.value
    for step in path:
        inner = inner[step]
        words.append(str(inner["id"]) if isinstance(inner, dict) and "id" in inner else str(step))
    return " ".join(words)


def check_parameter(name: str, parameter: Parameter, mark: Mark) -> list[Problem]:
    """Check a parameter's value against its type and range: T01 to T04."""
    value, kind = parameter.value, parameter.type
    if kind == "enum":
        if value in parameter.of:
            return []
        choose = f"choose one of {', '.join(parameter.of)}." if parameter.of else "list the choices under `of`."
        fix = suggestion(str(value), parameter.of, choose)
        return [problem(mark, "T03", f"`{value}` is not a choice of `{name}`.", fix)]
    if kind == "bool":
        return [] if isinstance(value, bool) else [problem(mark, "T01", f"`{name}` is a bool.", "write true or false.")]
    if parameter.range is None:
        code = "K06" if kind == "duration" else "T02"
        return [problem(mark, code, f"`{name}` has no range.", "give `range: [lowest, highest]`.")]
    try:
        number, low, high = (_number(kind, amount) for amount in (value, *parameter.range))
    except ValueError as error:
        if kind == "duration":
            return [problem(mark, "T04", f"{error}.", "write a whole number and s, m, h or d.")]
        return [problem(mark, "T01", f"{error}.", "write digits only.")]
    if low <= number <= high:
        return []
    low_word, high_word = parameter.range
    return [
        problem(mark, "T02", f"`{name}` is {value}, outside {low_word} to {high_word}.", "choose a value in its range.")
    ]


def _number(kind: str, amount: bool | int | str) -> int:
    if kind == "duration":
        return seconds(str(amount))
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise ValueError(f"`{json.dumps(amount)}` is not a whole number")  # noqa: TRY004 - one kind of error for both types
    return amount
