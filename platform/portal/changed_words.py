"""Sentences of a difference in the language of a page, as far as our words make them; the policy's own stay its own."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from babel.units import format_unit
from flask_babel import gettext as _

from governance.policy import Policy
from governance.spoken import spoken
from portal.doors import house
from portal.languages import language
from store.catalogues import SOURCE, translations


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence and the code of its language; no code where it is that of the page.

    `gist` says in the language of the page which data and purposes a sentence of the policy's own is about.
    """

    said: str
    language: str = ""
    gist: str = ""


_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "category": spoken("The kind of data “%(label)s”."),
        "purpose": spoken("The purpose “%(label)s”."),
        "recipient": spoken("The recipient “%(label)s”."),
        "consent": spoken("The consent “%(label)s”."),
        "lawful basis": spoken("The legal ground “%(label)s”."),
    }
)
_TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "added": spoken("Clause %(clause)s is new."),
        "removed": spoken("Clause %(clause)s is gone."),
        "reworded": spoken("Clause %(clause)s was reworded."),
    }
)
_SEE = r"(?: \(clause (?P<clause>[^ :]+): “.*”\))?\."
"""How a sentence about a term quotes the policy at its end; the first clause is named, its words stand there."""
_SHAPES: Final = tuple(
    (re.compile(pattern, re.DOTALL), template)
    for pattern, template in (
        (r"clause (?P<clause>\S+) was (?P<text>added|removed|reworded)\.", ""),
        (rf"the (?P<kind>{'|'.join(_KINDS)}) \S+ \((?P<label>.+)\)\.", ""),
        (
            r"(?P<labels>.+): gone (?P<span>.+) after (?P<event>.+) \(\S+\), until now (?P<before>.+)\.",
            spoken("%(labels)s: deleted %(span)s after %(event)s, until now %(before)s."),
        ),
        (
            rf"A consent to (?P<label>.+) now holds (?P<span>[^,]+), before (?P<before>[^,.(]+(?:\([^)]*\))?){_SEE}",
            spoken("A consent counts for %(span)s, until now %(before)s: %(label)s."),
        ),
        (
            r"more is done than was consented to with: (?P<labels>.+)\.",
            spoken("More is done than you agreed to with: %(labels)s."),
        ),
        (
            rf"Material changes are now announced (?P<number>\d+) days before{_SEE}",
            spoken("Important changes are announced %(number)s days before."),
        ),
        (
            rf"Nothing is taken in below the age of (?P<number>\d+){_SEE}",
            spoken("Nothing is taken in from people younger than %(number)s."),
        ),
    )
)
_UNITS = ("day", "hour", "minute", "second")


def line(said: str) -> Line:
    """Say one sentence in the language of the page, or as it is with the code of its own language."""
    if language() == SOURCE:
        return Line(said)
    for shape, template in _SHAPES:
        if found := shape.fullmatch(said):
            # Another shape may fit where the words in this one are the policy's alone.
            try:
                return Line(_filled(template, {name: word for name, word in found.groupdict().items() if word}))
            except LookupError:
                continue
    return Line(said, SOURCE, _gist(said, house().policy))


_GISTS: Final = (
    ("purposes", spoken("Purpose: %(labels)s.")),
    ("categories", spoken("Data, among others: %(labels)s.")),
    ("recipients", spoken("Recipient: %(labels)s.")),
)


def _gist(said: str, policy: Policy) -> str:
    """Name what a sentence about requests is about, and its clause; nothing where a word is not translated.

    A change may speak of data that the policy in force has no word for, so the data are named as some of them.
    """
    head, _when, _rest = said.partition(", when ") if ", when " in said else said.partition(". ")
    told = []
    for section, template in _GISTS:
        named = []
        # Labels hold shorter labels, so the longest is looked for first and taken away.
        for label in sorted((entry.label for entry in getattr(policy, section).values()), key=len, reverse=True):
            if re.search(rf" {re.escape(label)}(?=[ ,)]|$)", head):
                named.append(label)
                head = head.replace(label, "")
        try:
            told += [_(template, labels=", ".join(map(_label, named)))] if named else []
        except LookupError:
            return ""
    if not told:
        return ""
    clause = re.search(r"clause ([^ :]+): “", said)
    return " ".join([*told, _("See clause %(clause)s.", clause=clause[1])] if clause else told)


def _filled(template: str, words: dict[str, str]) -> str:
    """Fill a template; raises LookupError for a word that no catalogue knows."""
    template = template or (_TEXTS[words["text"]] if "text" in words else _KINDS[words["kind"]])
    filled = {name: _WAYS[name](word) for name, word in words.items() if name in _WAYS}
    see = " " + _("See clause %(clause)s.", clause=words["clause"]) if "clause" in words and "text" not in words else ""
    return str(_(template, **filled)) + see


def _label(said: str) -> str:
    known = str(translations(language()).gettext(said))
    if known == said:
        raise LookupError(said)
    return known


def _labels(said: str) -> str:
    """Translate one label or several; they are joined by commas and `and`, which may stand in a label as well."""
    try:
        return _label(said)
    except LookupError:
        return ", ".join(_label(one) for one in re.split(r", | and ", said))


def _span(said: str) -> str:
    """Say a span of `governance.terms.duration_in_words`, without the rounded companion of long ones."""
    if said == "no set time":
        return str(_("without a date"))
    number, _space, unit = said.partition(" (")[0].partition(" ")
    if unit.removesuffix("s") not in _UNITS or not number.isdigit():
        raise LookupError(said)
    return str(format_unit(int(number), f"duration-{unit.removesuffix('s')}", length="long", locale=language()))


_WAYS: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        "label": _label,
        "labels": _labels,
        "event": _label,
        "span": _span,
        "before": _span,
        "clause": str,
        "number": str,
    }
)
"""How the parts of a sentence are said in another language, by the name of the part."""
