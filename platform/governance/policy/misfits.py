"""An entry that does not fit its model, in the words of whoever wrote it and at the place where they wrote it."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from governance.policy.problems import Problem, problem, suggestion
from governance.policy.sources import Path, Tree

WANTED: Final = {
    "string": "a word or a sentence, in quotes where it looks like a number",
    "bool": "true or false",
    "int": "a whole number",
    "tuple": "a list, such as [one, other]",
    "list": "a list, such as [one, other]",
    "dict": "named entries, such as {name: value}",
    "mapping": "named entries, such as {name: value}",
    "model": "named entries, such as {name: value}",
    "date": 'a day, such as "2026-03-01"',
}
"""What was asked for, by the first word of pydantic's kinds of error."""

SHAPES: Final = {
    r"^P\d\d$": "P and two digits, such as P01",
    r"^\d+\.\d+\.\d+$": "three numbers in quotes, such as 1.0.0",
    r"^[A-Z]{1,2}-?[A-Z0-9][A-Z0-9-]*$": "one or two capitals, a hyphen and capitals or digits, such as A-STORE",
}
"""What a pattern asks for; a test sees that every pattern of the models is here."""


def misfits(tree: Tree, path: Path, errors: Iterable[Any], known: set[str], parameters: set[str]) -> Iterator[Problem]:
    """Explain pydantic's errors about the entry at `path`, each place once.

    `known` are the names that the entry may have, `parameters` those whose declaration was refused: what stands
    where such a one is named is not known, and not complained of a second time.
    """
    together: dict[Path, list[Any]] = {}
    for error in errors:
        if not (isinstance(error["input"], str) and error["input"].removeprefix("$") in parameters):
            together.setdefault(_place(tree, path, error), []).append(error)
    for at, here in together.items():
        # Of the ways in which an entry may be written, the one that its author came nearest to is explained.
        if not any(len(other) > len(at) and other[: len(at)] == at for other in together):
            yield _explained(tree, at, here, known)


def _place(tree: Tree, path: Path, error: Any) -> Path:
    """Leave out of an error's place the names of models, which its author has never heard of."""
    at = path
    for step in error["loc"]:
        missing = step == error["loc"][-1] and error["type"] == "missing"
        if missing or (*at, step) in tree.marks:
            at = (*at, step)
    return at


def _explained(tree: Tree, at: Path, errors: list[Any], known: set[str]) -> Problem:
    error = errors[0]
    name, kind = str(at[-1]), error["type"]
    if kind == "extra_forbidden":
        fix = suggestion(name, known, f"remove it; known here: {', '.join(sorted(known))}.")
        return problem(tree.key(at), "T01", f"nothing here is called `{name}`.", fix)
    if kind == "missing" and isinstance(at[-1], int):
        return problem(tree.mark(at), "T01", "this list is too short.", f"it takes {at[-1] + 1} entries.")
    if kind == "too_long":
        fix = f"it takes {error['ctx']['max_length']} entries."
        return problem(tree.mark(at), "T01", "this list is too long.", fix)
    if kind == "missing":
        return problem(tree.mark(at), "T01", f"`{name}` is missing.", f"add `{name}:`.")
    if kind == "duration":
        return problem(tree.mark(at), "T04", f"{error['msg']}.", "write a whole number and s, m, h or d.")
    where = _named(at)
    if kind == "literal_error":
        expected = error["ctx"]["expected"].replace("'", "`")
        fix = suggestion(str(error["input"]), re.findall(r"`([^`]+)`", expected), f"write {expected}.")
        return problem(tree.mark(at), "T03", f"`{error['input']}` is not a value of `{where}`.", fix)
    if kind == "string_pattern_mismatch":
        shape = SHAPES[error["ctx"]["pattern"]]
        return problem(tree.mark(at), "T01", f"`{where}` cannot be `{error['input']}`.", f"write {shape}.")
    if kind == "string_too_short":
        return problem(tree.mark(at), "T01", f"`{where}` is empty.", "say it in a few words.")
    wanted = dict.fromkeys(WANTED.get(one["type"].split("_")[0], one["msg"]) for one in errors)
    fix = f"write {' or '.join(wanted)}."
    return problem(tree.mark(at), "T01", f"`{where}` is not the kind of value that belongs here.", fix)


def _named(at: Path) -> str:
    """Name a place in an entry: the key, and which one of its list."""
    key = next(step for step in reversed(at) if isinstance(step, str))
    return f"{key}, number {at[-1] + 1}" if isinstance(at[-1], int) and len(at) > 2 else key
