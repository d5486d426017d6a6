"""Small edits of a policy's files: a parameter's value, the version, one file's text; comments stay."""

import re
from collections.abc import Mapping
from datetime import date

from governance.errors import ProvisoError

MAIN = "policy.yaml"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,40}")


def with_parameter(sources: Mapping[str, str], name: str, value: str, *, version: str, day: date) -> dict[str, str]:
    """Give the files with another value of a parameter, a new version, and the day of the update.

    Raises ProvisoError draft-files-wrong where the parameter is not declared in the form `name:` with `value:` on a
    line of its own or in braces, or the value is no plain word or number.
    """
    if not (_PLAIN.fullmatch(value) and _PLAIN.fullmatch(version)):
        raise ProvisoError("draft-files-wrong", problem="the value and the version have to be plain words or numbers")
    text = sources.get(MAIN, "")
    block = rf"(?ms)^(  {re.escape(name)}:(?:[ \t]*\{{[^\n]*?|[ \t]*\n(?:    [^\n]*\n)*?    ))value:[ \t]*[^\n,}}]+"
    changed, found = re.subn(block, lambda match: f"{match[1]}value: {value}", text, count=1)
    if not found:
        raise ProvisoError("draft-files-wrong", problem="the parameter is not declared in policy.yaml")
    return {**sources, MAIN: _headed(changed, version, day)}


def with_file(sources: Mapping[str, str], file: str, text: str) -> dict[str, str]:
    """Give the files with another text of one of them; raises ProvisoError not-found for a file that is not there."""
    if file not in sources:
        raise ProvisoError("not-found")
    return {**sources, file: text.replace("\r\n", "\n").replace("\r", "\n")}


def next_version(version: str) -> str:
    """Count the middle number of a version up: 1.0.0 becomes 1.1.0."""
    parts = version.split(".")
    if len(parts) == 3 and all(part.isdecimal() for part in parts):
        return f"{parts[0]}.{int(parts[1]) + 1}.0"
    return f"{version}.1"


def _headed(text: str, version: str, day: date) -> str:
    text = re.sub(r"(?m)^(  version:[ \t]*)[^\n#]+?([ \t]*(?:#.*)?)$", rf"\g<1>{version}\g<2>", text, count=1)
    return re.sub(r"(?m)^(  last_updated:[ \t]*)[^\n]+$", rf'\g<1>"{day.isoformat()}"', text, count=1)
