"""Letters that scans mistake for each other, undone only where the shape of a number says what must stand there."""

from collections.abc import Callable, Iterator
from itertools import combinations, islice

_AS_DIGIT = {
    "O": "0", "o": "0", "Q": "0", "D": "0", "I": "1", "l": "1", "i": "1", "|": "1", "!": "1", "Z": "2", "z": "2",
    "A": "4", "S": "5", "s": "5", "G": "6", "b": "6", "T": "7", "B": "8", "g": "9", "q": "9",
}  # fmt: skip
_AS_LETTER = {"0": "O", "1": "I", "2": "Z", "4": "A", "5": "S", "6": "G", "7": "T", "8": "B", "|": "I", "!": "I"}
_MOST = 3
"""A number with more letters misread than this is not repaired: too much of it would be ours."""
_TRIES = 24


def fits(compact: str, shape: str) -> bool:
    """Whether a text without separators has a shape: `d` a digit, `L` a letter, `X` either."""
    return len(compact) == len(shape) and all(_is(letter, kind) for letter, kind in zip(compact, shape, strict=True))


def forced(compact: str, shape: str) -> str | None:
    """The text with every letter that cannot stand in its place read as the one it looks like; None if none does."""
    if len(compact) != len(shape):
        return None
    made = []
    changed = 0
    for letter, kind in zip(compact, shape, strict=True):
        if _is(letter, kind):
            made.append(letter)
            continue
        instead = (_AS_DIGIT if kind == "d" else _AS_LETTER).get(letter)
        if instead is None:
            return None
        made.append(instead)
        changed += 1
    return "".join(made) if changed <= _MOST else None


def repaired(compact: str, shape: str, check: Callable[[str], bool]) -> str | None:
    """The reading of a text in this shape that its check proves; None when there is none.

    Letters where the shape wants digits (or the reverse) are read as what they look like. Where the shape
    allows both, look-alikes are tried too, one or two at a time.
    """
    first = forced(compact, shape)
    if first is None:
        return None
    if check(first.upper()):
        return first.upper()
    if "X" not in shape:
        return None
    return next((text for text in islice(_variants(first.upper(), shape), _TRIES) if check(text)), None)


def _variants(text: str, shape: str) -> Iterator[str]:
    open_places = [
        (at, other)
        for at, (letter, kind) in enumerate(zip(text, shape, strict=True))
        if kind == "X" and (other := _AS_DIGIT.get(letter) or _AS_LETTER.get(letter))
    ]
    for count in (1, 2):
        for chosen in combinations(open_places, count):
            letters = list(text)
            for at, other in chosen:
                letters[at] = other
            yield "".join(letters)


def _is(letter: str, kind: str) -> bool:
    if kind == "d":
        return letter.isdecimal() and letter.isascii()
    if kind == "L":
        return letter.isalpha() and letter.isascii()
    return letter.isalnum() and letter.isascii()
