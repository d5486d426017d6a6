"""Measured times in words, as a person reads them."""

_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def about(seconds: float) -> str:
    """Write a measured time with two or three digits: 0.4213 is "0.42 seconds", 9000 is "2.5 hours"."""
    unit, length = next((one for one in _UNITS if abs(seconds) >= 2 * one[1]), _UNITS[-1])
    value = seconds / length
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    text = f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text} {unit}" if text == "1" else f"{text} {unit}s"


def against_deadline(seconds: float) -> str:
    """Write a lateness (seconds after a deadline) so that nobody mistakes its sign: "58.2 seconds before"."""
    if seconds == 0:
        return "exactly on time"
    return f"{about(-seconds)} before" if seconds < 0 else f"{about(seconds)} late"


def plain(name: str) -> str:
    """Turn a name of the policy's vocabulary into words, for where the policy gives no label."""
    return name.replace(".", " ").replace("_", " ")


def times(count: int) -> str:
    """Say how often: "once", "2 times"."""
    return "once" if count == 1 else f"{count:,} times"


def counted(count: int, one: str, several: str) -> str:
    """Say a number with what it counts: "1 document was received", "3 documents were received"."""
    return f"{count:,} {one if count == 1 else several}"


def sentence_case(text: str) -> str:
    """Begin a label with a capital letter, as a heading or a sentence does."""
    return text[:1].upper() + text[1:]
