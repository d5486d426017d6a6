"""Nested frozen dataclasses filled from TOML files and the environment, with every name and type checked."""

import dataclasses
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_type_hints

from governance.errors import ProvisoError

_WORDS = {str: "a text in quotes", int: "a whole number", bool: "true or false"}


def wrong(where: str, problem: str) -> ProvisoError:
    """Make the error for a setting; `problem` is half a sentence without its full stop."""
    return ProvisoError("settings-wrong", where=where, problem=problem)


@dataclass(frozen=True, slots=True)
class Configuration:
    """How to fill `shape`: a dataclass of str, int, bool and Path, and of groups that hold the same.

    Numbers are at least 1, or within their `ranges` (no upper end: None). `choices` and `forms` limit texts by
    their dotted name; a form is a pattern for the whole text, and what it says. Environment variables are
    `prefix` + GROUP_KEY, or `prefix` + KEY outside groups.
    """

    shape: type
    prefix: str
    choices: Mapping[str, tuple[str, ...]]
    ranges: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)
    forms: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def from_file(self, file: Path) -> dict[str, Any]:
        """Read and check one TOML file."""
        try:
            values = tomllib.loads(file.read_text(encoding="utf-8"))
        except OSError as fault:
            raise wrong(str(file), f"the file cannot be read ({fault.strerror})") from None
        except ValueError as fault:
            raise wrong(str(file), f"this is not TOML: {fault}") from None
        self._check(values, str(file), self.shape)
        return values

    def from_environment(self, environ: Mapping[str, str], *, besides: Collection[str] = ()) -> dict[str, Any]:
        """Read and check every variable with the prefix, except those named in `besides`."""
        known = {f"{self.prefix}{'_'.join(path)}".upper(): (path, kind) for path, kind in self._leaves()}
        values: dict[str, Any] = {}
        for variable, text in sorted(environ.items()):
            if not variable.startswith(self.prefix) or variable in besides:
                continue
            if variable not in known:
                raise wrong(variable, "there is no such setting")
            path, kind = known[variable]
            value = _parsed(variable, text, kind)
            self._check_value(variable, ".".join(path), value, kind)
            group = values if len(path) == 1 else values.setdefault(path[0], {})
            group[path[-1]] = value
        return values

    @staticmethod
    def lay_over(values: MutableMapping[str, Any], above: Mapping[str, Any]) -> None:
        """Let `above` win, key by key inside groups."""
        for key, value in above.items():
            values[key] = {**values.get(key, {}), **value} if isinstance(value, dict) else value

    def build(self, values: Mapping[str, Any]) -> Any:
        """Make the dataclass; raises settings-wrong when a value is missing."""
        return self._build(values, self.shape)

    def _build(self, values: Mapping[str, Any], group: Any) -> Any:
        built: dict[str, Any] = {}
        for key, kind in get_type_hints(group).items():
            if key not in values:
                raise wrong(key, "it is missing")
            if dataclasses.is_dataclass(kind):
                built[key] = self._build(values[key], kind)
            else:
                built[key] = Path(values[key]).expanduser().absolute() if kind is Path else values[key]
        return group(**built)

    def _leaves(self) -> Iterator[tuple[tuple[str, ...], type]]:
        for key, kind in get_type_hints(self.shape).items():
            if dataclasses.is_dataclass(kind):
                yield from (((key, inner), inner_kind) for inner, inner_kind in get_type_hints(kind).items())
            else:
                yield (key,), kind

    def _check(self, values: Mapping[str, Any], where: str, group: Any, above: str = "") -> None:
        shape = get_type_hints(group)
        for key, value in values.items():
            name = f"{above}{key}"
            if key not in shape:
                raise wrong(where, f"there is no setting {name}")
            kind = shape[key]
            if not dataclasses.is_dataclass(kind):
                self._check_value(where, name, value, kind)
            elif isinstance(value, dict):
                self._check(value, where, kind, f"{name}.")
            else:
                raise wrong(where, f"{name} is a group and needs a heading [{name}]")

    def _check_value(self, where: str, name: str, value: object, kind: type) -> None:
        wanted = str if kind is Path else kind
        if type(value) is not wanted:
            raise wrong(where, f"{name} must be {_WORDS[wanted]}")
        if wanted is int and isinstance(value, int):
            low, high = self.ranges.get(name, (1, None))
            if value < low:
                raise wrong(where, f"{name} must be at least {low}")
            if high is not None and value > high:
                raise wrong(where, f"{name} must be at most {high}")
        if name in self.forms and not re.fullmatch(self.forms[name][0], str(value)):
            raise wrong(where, f"{name} must be {self.forms[name][1]}")
        if name in self.choices and value not in self.choices[name]:
            raise wrong(where, f"{name} must be one of {', '.join(self.choices[name])}")


def _parsed(variable: str, text: str, kind: type) -> object:
    if kind is bool and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if kind is int and text.strip().isascii() and text.strip().isdecimal():
        return int(text)
    if kind in (bool, int):
        raise wrong(variable, f"it must be {_WORDS[kind]}")
    return text
