"""Strict YAML 1.2: plain trees with a mark for every node, and every ambiguity of YAML refused.

Read from the parser's events, so that nothing is resolved, constructed or merged behind our back:
duplicate keys, anchors, aliases, merge keys, tags and the scalars that YAML 1.1 reads differently
(`yes`, `010`, `12:30`, dates) are all problems with a line and a column.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from ruamel.yaml import YAML, events
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from governance.policy.problems import Mark, Problem, problem

Path = tuple[str | int, ...]

DEEPEST: Final = 24
"""Levels of nesting that a policy may have; the language needs eight."""

_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEAN: Final = {"true": True, "false": False}
_INTEGER: Final = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL: Final = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+([eE][-+]?[0-9]+)?")
_ANCIENT: Final = {
    "a YAML 1.1 boolean": re.compile(r"y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF|True|TRUE|False|FALSE"),
    "a number in an old notation": re.compile(
        r"[-+]?(0[0-7_]+|0x[0-9a-fA-F_]+|0b[01_]+|0o[0-7]+|[0-9][0-9_]*_[0-9_]*"
        r"|[1-9][0-9]*(:[0-5]?[0-9])+(\.[0-9]*)?|\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN"
    ),
    "a timestamp": re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?"),
}


@dataclass(frozen=True, slots=True)
class Tree:
    """A file as plain dicts, lists and scalars; `marks` locates values, `keys` the keys of mappings."""

    file: str
    value: Any = None
    marks: dict[Path, Mark] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)

    def mark(self, path: Path) -> Mark:
        """The place of a value, else of the nearest thing around it."""
        while path not in self.marks and path:
            path = path[:-1]
        return self.marks.get(path, Mark(self.file))

    def key(self, path: Path) -> Mark:
        """The place of a mapping's key, else of its value."""
        return self.keys.get(path) or self.mark(path)


class _Stopped(Exception):
    def __init__(self, found: Problem) -> None:
        self.found = found
        super().__init__(found.message)


def read_yaml(file: str, text: str) -> tuple[Tree, list[Problem]]:
    """Read one file; the tree holds what could be read, the problems everything that is not plain YAML 1.2."""
    tree, problems = _read(file, text)
    return tree, list(problems)


@lru_cache(maxsize=64)
def _read(file: str, text: str) -> tuple[Tree, tuple[Problem, ...]]:
    """Remember the newest readings: versions of a policy mostly differ in one file. Nobody changes a tree."""
    reader = _Reader(file, text)
    try:
        reader.document()
    except _Stopped as stopped:
        reader.problems.append(stopped.found)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Mark(file, mark.line + 1, mark.column + 1) if mark else Mark(file)
        said = " ".join(part for part in (error.context, error.problem) if part)
        reader.problems.append(problem(where, "Y04", f"this is not YAML: {said}.", "mend the syntax at this place."))
    except YAMLError as error:
        said = str(error).splitlines()[0]
        reader.problems.append(problem(Mark(file), "Y04", f"this is not YAML: {said}.", "remove the character."))
    return reader.tree, tuple(reader.problems)


class _Reader:
    """Composes events into a tree; one instance reads one file."""

    def __init__(self, file: str, text: str) -> None:
        self.tree = Tree(file)
        self.problems: list[Problem] = []
        self._events: Iterator[Any] = iter(YAML(typ="safe", pure=True).parse(text))

    def document(self) -> None:
        value: Any = None
        documents = 0
        for event in self._events:
            if isinstance(event, events.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Stopped(self._at(event, "Y04", "a second document begins here.", "keep one a file."))
                if event.version:
                    self._complain(event, "Y01", "a %YAML line chooses a version.", "leave it out: 1.2 is meant.")
            elif isinstance(event, events.NodeEvent):
                value = self._node(event, ())
        # The tree is frozen for its readers; its value is known only now.
        object.__setattr__(self.tree, "value", value)

    def _node(self, event: Any, path: Path) -> Any:
        if len(path) > DEEPEST:
            raise _Stopped(self._at(event, "Y04", "this is nested too deeply.", "flatten it."))
        nothing = isinstance(event, events.ScalarEvent) and not event.value and not event.style
        # Where nothing is written the parser has gone on to the next line; its key is where it is missing.
        self.tree.marks[path] = self.tree.key(path) if nothing and path in self.tree.keys else self._mark(event)
        if isinstance(event, events.AliasEvent):
            self._complain(event, "Y03", f"the alias `*{event.anchor}` repeats another part.", "write the part out.")
            return None
        if event.anchor:
            self._complain(event, "Y03", f"the anchor `&{event.anchor}` is not allowed.", "remove it.")
        if event.tag and not isinstance(event, events.ScalarEvent):
            self._complain(event, "Y01", f"the tag `{event.tag}` is not allowed.", "remove it.")
        if isinstance(event, events.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, events.SequenceStartEvent):
            return self._sequence(path)
        return self._scalar(event)

    def _mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        # The parser closes what it opens, or raises: the stream never ends in the middle.
        while not isinstance(event := next(self._events), events.MappingEndEvent):
            if not isinstance(event, events.ScalarEvent):
                raise _Stopped(self._at(event, "Y04", "a key must be one word.", "write the key as plain text."))
            name = str(event.value)
            at = (*path, name)
            if name == "<<" and not event.style:
                self._complain(event, "Y03", "the merge key `<<` is not allowed.", "write the entries out.")
            if event.anchor or event.tag:
                self._complain(event, "Y03", "a key may have no anchor or tag.", "remove it.")
            repeated = name in found
            if repeated:
                first = self.tree.keys[at].line
                self._complain(
                    event,
                    "Y02",
                    f"the key `{name}` stands here again (first in line {first}).",
                    "keep one of them.",
                )
            else:
                self.tree.keys[at] = self._mark(event)
            value = self._node(next(self._events), (*path, f"{name} (again)") if repeated else at)
            if not repeated:
                found[name] = value
        return found

    def _sequence(self, path: Path) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self._events), events.SequenceEndEvent):
            found.append(self._node(event, (*path, len(found))))
        return found

    def _scalar(self, event: Any) -> Any:
        text = str(event.value)
        if event.tag:
            self._complain(event, "Y01", f"the tag `{event.tag}` is not allowed.", "remove it.")
        if event.style:
            return text
        for kind, pattern in _ANCIENT.items():
            if pattern.fullmatch(text):
                self._complain(
                    event,
                    "Y01",
                    f"`{text}` is {kind}, which readers take differently.",
                    f'write true, false or a plain number, or quote it: "{text}".',
                )
                return text
        if text in _NULL:
            return None
        if text in _BOOLEAN:
            return _BOOLEAN[text]
        if len(text) > 18:
            return text
        if _INTEGER.fullmatch(text):
            return int(text)
        return float(text) if _DECIMAL.fullmatch(text) else text

    def _mark(self, event: Any) -> Mark:
        return Mark(self.tree.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _at(self, event: Any, code: str, message: str, fix: str) -> Problem:
        return problem(self._mark(event), code, message, fix)

    def _complain(self, event: Any, code: str, message: str, fix: str) -> None:
        self.problems.append(self._at(event, code, message, fix))
