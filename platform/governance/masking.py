"""Writing a notice in place of personal data that may not be handed out."""

from collections.abc import Callable, Iterable

Span = tuple[str, int, int]
"""Type of what was found, first character, first character after it."""


def masked(text: str, findings: Iterable[Span], hidden: Callable[[str], bool]) -> tuple[str, dict[str, int]]:
    """Replace every finding whose type is hidden by a notice that one is held; returns the counts by type, too.

    Findings may overlap: then all of what they cover is replaced, under the type of the first.
    """
    covered = sorted(((start, end, kind) for kind, start, end in findings if hidden(kind) and start < end))
    parts: list[str] = []
    counts: dict[str, int] = {}
    at = 0
    for start, end, kind in covered:
        if start >= at:
            parts += [text[at:start], f"[{notice(kind)}]"]
            counts[kind] = counts.get(kind, 0) + 1
        at = max(at, end)
    return "".join([*parts, text[at:]]), counts


def notice(kind: str) -> str:
    """Say what is held without saying it, as 11 CCR 7024(d) wants it, such as `credit card is held`."""
    return f"{kind.replace('_', ' ').lower()} is held"
