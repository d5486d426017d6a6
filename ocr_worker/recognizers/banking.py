"""Bank accounts and payment cards: IBAN and BIC by their registers, cards by prefix, length and check digit."""

import re
from collections.abc import Iterator

from schwifty import BIC, registry
from schwifty.exceptions import SchwiftyException
from stdnum import luhn

from ocr_worker.recognizers.fields import Fields
from ocr_worker.recognizers.repair import fits, repaired
from ocr_worker.recognizers.view import View
from ocr_worker.recognizers.windows import Window, windows
from ocr_worker.span import Span

_PART = re.compile(r"(\d+)(!?)([nac])")
_KIND = {"n": "d", "a": "L", "c": "X"}
_CARD = re.compile(
    r"4\d{12}(?:\d{3}(?:\d{3})?)?|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|3(?:0[0-5]|[689]\d)\d{11}|6(?:011|4[4-9]\d|5\d\d)\d{12}(?:\d{3})?|62\d{14,17}|35(?:2[89]|[3-8]\d)\d{12}"
    r"|(?:2131|1800)\d{11}"
)
_OTHER_CARD = re.compile(r"(?:5[0678]|6\d)\d{10,17}|[1-6]\d{11,18}")
"""Rarer cards, of twelve digits and more; believed only beside a label."""
_OTHER_MARKS = re.compile(r"[./]|[ \n]-")
_MORE = re.compile(r"[ \n]\d{2,4}\b(?![.,/]\d)")
_EARLIER = re.compile(r"\d{4}[ \n\-]$")
_CARD_SHAPES = {length: "d" * length for length in range(12, 20)}
_BIC = re.compile(r"(?<![\w])[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?(?![\w])")


def _structures() -> dict[str, str]:
    """The shape of every country's IBAN, from schwifty's copy of the register."""
    shapes = {}
    for country in registry.get_countries():
        try:
            parts = _PART.findall(registry.get_iban_spec(country).bban_spec)
        except SchwiftyException:
            continue  # a country with banks and without IBAN
        shapes[country] = "LLdd" + "".join(_KIND[kind] * int(count) for count, _, kind in parts)
    return shapes


class Ibans:
    """International bank account numbers, in one piece, in groups, over a line's end, or spaced by the scan."""

    def __init__(self) -> None:
        self._shapes = _structures()
        self._start = re.compile(
            rf"(?<![A-Za-z0-9])(?:{'|'.join(sorted(self._shapes))})[ ]?[0-9OQDIlSBZG|][ ]?[0-9OQDIlSBZG|]"
        )

    def claims(self, view: View, fields: Fields) -> Iterator[Span]:
        """Every account number whose country, length, structure and check digits agree."""
        text = view.text
        for match in self._start.finditer(text):
            found = self._from(text, match.start())
            if found:
                yield found
        for match in _SMALL.finditer(text):
            value = match[0].upper()
            if fits(value, self._shapes.get(value[:2], "")) and valid_iban(value):
                yield Span("IBAN_CODE", *match.span(), 1.0)
        for zone in fields.zones("IBAN_CODE"):
            # A scan may have misread the country's letters: the label says that an account number begins here.
            for window in windows(text, zone.start, min(len(text), zone.end + 48)):
                if window.start >= zone.end or window.start > zone.start + 12:
                    break
                shape = self._shapes.get(window.compact[:2].translate(_COUNTRY))
                if shape and len(window.compact) == len(shape) and repaired(window.compact, shape, valid_iban):
                    yield Span("IBAN_CODE", window.start, window.end, 0.95)
                    break

    def _from(self, text: str, start: int) -> Span | None:
        shape = self._shapes[text[start : start + 2]]
        for window in windows(text, start, min(len(text), start + len(shape) + 20)):
            if window.start != start:
                break
            if len(window.compact) == len(shape):
                whole = not text[window.end : window.end + 1].isalnum()
                if whole and repaired(window.compact, shape, valid_iban):
                    return Span("IBAN_CODE", start, window.end, 1.0)
                break
            if len(window.compact) > len(shape):
                break
        return None


_SMALL = re.compile(r"(?<![A-Za-z0-9])[a-z]{2}\d{2}[a-z0-9]{11,30}(?![A-Za-z0-9])")
"""An account number typed in small letters, in one piece."""
_COUNTRY = str.maketrans("0158", "OISB")


def valid_iban(compact: str) -> bool:
    """Whether the check digits hold (ISO 7064, 97-10); structure and length are checked by the caller."""
    moved = compact[4:] + compact[:4]
    return int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1 and "02" <= compact[2:4] <= "98"


class Bics:
    """Bank identifier codes, beside their label: eight letters alone are a word."""

    def claims(self, view: View, fields: Fields) -> Iterator[Span]:
        """Every code whose country exists."""
        for zone in fields.zones("BIC_CODE"):
            found = _BIC.search(view.text, zone.start, min(zone.end, zone.start + 24))
            if found and BIC(found[0], allow_invalid=True).country is not None:
                yield Span("BIC_CODE", found.start(), found.end(), 0.9)


class Cards:
    """Payment card numbers: issuer's prefix, length and Luhn's check digit; over a line's end as well."""

    def claims(self, view: View, fields: Fields) -> Iterator[Span]:
        """Every number that is a card's; shorter and rarer ones beside a label only."""
        text = view.text
        for window in view.windows:
            length = len(window.compact)
            if (
                not 12 <= length <= 19
                or not window.compact[0].isdecimal()
                or _OTHER_MARKS.search(text, window.start, window.end)
            ):
                continue
            digits = window.compact if window.compact.isdecimal() else self._mended(window)
            if not digits or not _free(text, window):
                continue
            grouped = {len(part) for part in window.written.replace("-", " ").split(" ")[:-1]}
            plain = _CARD.fullmatch(digits) and (not grouped or grouped <= {4} or grouped <= {4, 6} or length == 13)
            rest = _MORE.match(text, window.end) or _EARLIER.search(text, max(0, window.start - 5), window.start)
            labelled = (
                not rest
                and _OTHER_CARD.fullmatch(digits)
                and grouped <= {4}
                and fields.near("CREDIT_CARD", window.start, 40)
            )
            if (plain or labelled) and luhn.is_valid(digits):
                yield Span("CREDIT_CARD", window.start, window.end, 0.97 if plain else 0.9)

    def _mended(self, window: Window) -> str | None:
        """Digits for letters, where the groups are those of a card and its check digit proves them."""
        groups = [len(part) for part in window.written.replace("-", " ").split(" ")]
        if groups not in ([4, 4, 4, 4], [4, 6, 5], [16], [15]) or sum(c.isdecimal() for c in window.compact) < 12:
            return None
        digits = repaired(window.compact, _CARD_SHAPES[len(window.compact)], luhn.is_valid)
        return digits if digits and _CARD.fullmatch(digits) else None


def _free(text: str, window: Window) -> bool:
    before, after = text[max(0, window.start - 1) : window.start], text[window.end : window.end + 2]
    return not (before and (before.isalnum() or before in "-.+/")) and not (
        after[:1].isalnum() or (after[:1] in {"-", "/"} and after[1:].isdecimal())
    )
