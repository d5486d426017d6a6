"""How moments, sizes and counts are said on a page."""

from datetime import UTC, date, datetime

from babel import Locale
from babel.dates import format_date
from flask import Flask
from flask_babel import get_locale
from markupsafe import Markup

from governance.documents import Document

FORMATS = {
    "pdf": "PDF",
    **{kind: f"{kind.upper()} image" for kind in ("png", "jpeg", "tiff", "bmp", "gif", "heic", "avif")},
    "webp": "WebP image",
}


def day(moment: datetime) -> str:
    """A day in words, in the language being spoken: `23 November 2026`."""
    return format_date(moment.astimezone(UTC), "long", locale=_locale())


def _locale() -> Locale | str:
    """Give the locale of the language being spoken; English days are said as in Europe."""
    spoken = get_locale()
    return "en_GB" if spoken is None or spoken.language == "en" else spoken


def clock(moment: datetime) -> str:
    """A time of day: `14:05 UTC`."""
    return f"{moment.astimezone(UTC):%H:%M} UTC"


def moment_in_words(moment: datetime) -> str:
    """Day and time: `23 November 2026, 14:05 UTC`."""
    return f"{day(moment)}, {clock(moment)}"


def moment_tag(moment: datetime | None, *, exact: bool = False) -> Markup:
    """A moment as a `time` element that machines read too; `exact` shows the seconds."""
    if moment is None:
        return Markup("")
    at = moment.astimezone(UTC)
    words = f"{day(at)}, {at:%H:%M:%S} UTC" if exact else moment_in_words(at)
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(timespec="seconds"), words)


def day_tag(moment: datetime | None) -> Markup:
    """A day as a `time` element."""
    if moment is None:
        return Markup("")
    return Markup('<time datetime="{}">{}</time>').format(moment.astimezone(UTC).date().isoformat(), day(moment))


def on_day(found: date) -> Markup:
    """A date without a time as a `time` element."""
    words = format_date(found, "long", locale=_locale())
    return Markup('<time datetime="{}">{}</time>').format(found.isoformat(), words)


def until(moment: datetime, now: datetime) -> str:
    """How far away a moment is: `in 3 days`, `in 59 minutes`, `any moment now`."""
    seconds = (moment - now).total_seconds()
    if seconds < 60:
        return "any moment now"
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            return f"in {counted(int(seconds // size), unit)}"
    raise AssertionError("a span of a minute or more fits one of the units")


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: `1 page`, `3 pages`, `2 copies`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def size(count: int) -> str:
    """Bytes as people say them: `336 KB`, `1.2 MB` (decimal units)."""
    if count < 1_000:
        return counted(count, "byte")
    if count < 1_000_000:
        return f"{count / 1_000:.0f} KB"
    return f"{count / 1_000_000:.1f} MB"


def document_name(document: Document) -> str:
    """What we call a document whose file name we never kept: `3-page PDF of 23 November 2026, 14:05 UTC`."""
    kind = FORMATS.get(document.format, document.format.upper())
    pages = f"{document.page_count}-page " if document.page_count else ""
    return f"{pages}{kind} of {moment_in_words(document.received_at)}"


def teach(app: Flask) -> None:
    """Give the templates these words as filters."""
    app.jinja_env.filters.update(
        day=day, moment=moment_tag, day_tag=day_tag, on_day=on_day, until=until, size=size, document_name=document_name
    )
    app.jinja_env.globals.update(counted=counted)
