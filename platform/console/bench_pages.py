"""Pages for measuring the reading: made-up letters, forms, statements and notices, with the text that stands on them.

Always the same ones for the same seed. Nobody on them exists; the words are drawn from a short list.
"""

import io
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageFont

_WORDS = (  # noqa: SIM905 - a paragraph of words is easier to read than a column
    "account address advice agreement amount annual answer appointment attached balance because before benefit between "
    "branch building business careful change charge child claim client collect company complete confirm contact "
    "contract copy council cover current customer daily decision delivery department detail different document during "
    "early employer enclosed enquiry evening family follow form further garden general given health holiday hospital "
    "however income information insurance interest invoice journey kitchen landlord later letter library limited "
    "manager market medical meeting member message month morning notice number offer office opening order other owner "
    "paper parcel parking payment pension period person place please policy postal practice present price private "
    "problem process property public question rather reason receive record reference refund regular remain repair "
    "report request review saturday school second service several signature since statement station street supply "
    "support surgery system telephone thank through together travel treatment tuesday under until usual visit water "
    "weather wednesday weekly whether window without work written yesterday"
).split()
_GIVEN = ("Eleanor", "Samuel", "Priya", "Tomasz", "Ingrid", "Mateo", "Aisha", "Gareth", "Noor", "Hanna")
_FAMILY = ("Whitcombe", "Okafor", "Raman", "Nowak", "Lindqvist", "Ferrer", "Haddad", "Pritchard", "Siddiqui", "Vogel")
_STREETS = ("Quay Street", "Primrose Lane", "Station Road", "Mill Hill", "Orchard Avenue", "Castle Walk")
_TOWNS = ("Falmouth", "Truro", "Ludlow", "Hexham", "Kendal", "Oban")
_INK, _PAPER = 18, 252


@dataclass(frozen=True, slots=True)
class Scan:
    """A page as a scanner gave it: `data` is the file, `text` what stands on it, `layout` and `damage` how it looks."""

    name: str
    data: bytes
    text: str
    layout: str
    damage: str


class _Sheet:
    """A page being written; sizes are in hundredths of an inch, so that every resolution gets the same page."""

    def __init__(self, dice: random.Random, dpi: int) -> None:
        self.dice, self.dpi = dice, dpi
        self.image = Image.new("L", (self.at(827), self.at(1169)), _PAPER)
        self.draw = ImageDraw.Draw(self.image)
        self.said: list[str] = []

    def at(self, hundredths: float) -> int:
        return round(hundredths * self.dpi / 100)

    def put(self, left: float, top: float, text: str, points: float = 11) -> float:
        """Write one line and give the top of the next."""
        font = ImageFont.load_default(points * self.dpi / 72)
        self.draw.text((self.at(left), self.at(top)), text, fill=_INK, font=font)
        self.said.append(text)
        return top + points * 2.05

    def wide(self, text: str, points: float) -> float:
        return ImageFont.load_default(points * self.dpi / 72).getlength(text) * 100 / self.dpi

    def flow(self, left: float, top: float, width: float, text: str, points: float = 11) -> float:
        """Write a paragraph, broken into lines no wider than `width`."""
        line = ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if line and self.wide(longer, points) > width:
                top = self.put(left, top, line, points)
                line = word
            else:
                line = longer
        return self.put(left, top, line, points) + points

    def sentence(self) -> str:
        words = self.dice.choices(_WORDS, k=self.dice.randint(7, 15))
        if self.dice.random() < 0.3:
            words.insert(self.dice.randrange(3, len(words)), self.money())
        return " ".join(words).capitalize() + self.dice.choice("." * 5 + "?")

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.dice.randint(3, 5)))

    def name(self) -> str:
        return f"{self.dice.choice(_GIVEN)} {self.dice.choice(_FAMILY)}"

    def money(self) -> str:
        return f"{self.dice.randint(1, 9)},{self.dice.randint(100, 999)}.{self.dice.randint(10, 99)}"

    def day(self) -> str:
        return f"{self.dice.randint(1, 28):02}/{self.dice.randint(1, 12):02}/{self.dice.randint(1950, 2025)}"

    def street(self) -> str:
        return f"{self.dice.randint(1, 140)} {self.dice.choice(_STREETS)}"

    def phone(self) -> str:
        return f"01632 96{self.dice.randint(0, 9)} {self.dice.randint(100, 999)}"

    def mail(self) -> str:
        return f"{self.dice.choice(_GIVEN)}.{self.dice.choice(_FAMILY)}@example.com".lower()


def _letter(sheet: _Sheet) -> None:
    top = sheet.put(95, 90, f"{sheet.dice.choice(_TOWNS)} District Council", 16)
    for line in (sheet.street(), sheet.dice.choice(_TOWNS), f"Telephone {sheet.phone()}"):
        top = sheet.put(95, top, line)
    top = sheet.put(95, top + 25, sheet.day()) + 25
    person = sheet.name()
    for line in (person, sheet.street(), sheet.dice.choice(_TOWNS)):
        top = sheet.put(95, top, line)
    top = sheet.put(95, top + 25, f"Dear {person},") + 10
    while top < 930:
        top = sheet.flow(95, top, 630, sheet.paragraph())
    top = sheet.put(95, top + 10, f"Write to {sheet.mail()} with any question.")
    sheet.put(95, top + 25, sheet.name())


def _form(sheet: _Sheet) -> None:
    top = sheet.put(95, 90, "Application for housing benefit", 17) + 25
    asked: tuple[tuple[str, Callable[[], str]], ...] = (
        ("Full name", sheet.name), ("Date of birth", sheet.day), ("Address", sheet.street),
        ("Telephone", sheet.phone), ("E-mail", sheet.mail), ("Monthly income", sheet.money),
        ("Employer", sheet.name), ("Next of kin", sheet.name), ("Rent a month", sheet.money),
    )  # fmt: skip
    for label, answer in asked:
        sheet.draw.rectangle((sheet.at(90), sheet.at(top - 8), sheet.at(737), sheet.at(top + 34)), outline=90, width=2)
        sheet.draw.line((sheet.at(300), sheet.at(top - 8), sheet.at(300), sheet.at(top + 34)), fill=90, width=2)
        sheet.put(100, top, label)
        sheet.put(312, top, answer(), 12)
        top += 50
    sheet.flow(95, top + 20, 630, sheet.paragraph(), 10)


def _statement(sheet: _Sheet) -> None:
    top = sheet.put(95, 80, "Statement of account", 18)
    top = sheet.put(95, top, f"{sheet.name()}, {sheet.street()}, {sheet.dice.choice(_TOWNS)}") + 20
    for _ in range(34):
        sheet.put(95, top, sheet.day(), 9.5)
        sheet.put(220, top, " ".join(sheet.dice.choices(_WORDS, k=3)), 9.5)
        sheet.put(490, top, sheet.money(), 9.5)
        sheet.put(640, top, sheet.money(), 9.5)
        top += 25
    sheet.draw.line((sheet.at(90), sheet.at(top), sheet.at(737), sheet.at(top)), fill=60, width=2)


def _columns(sheet: _Sheet) -> None:
    under = sheet.put(95, 80, f"Notice of the parish of {sheet.dice.choice(_TOWNS)}", 18) + 20
    for left in (95, 430):
        top = under
        while top < 960:
            top = sheet.flow(left, top, 300, sheet.paragraph(), 10)


LAYOUTS: Mapping[str, Callable[[_Sheet], None]] = {
    "letter": _letter,
    "form": _form,
    "statement": _statement,
    "columns": _columns,
}


def _grain(image: Image.Image, dice: random.Random, spread: float) -> Image.Image:
    """Add noise whose standard deviation is `spread`."""
    grain = Image.frombytes("L", image.size, dice.randbytes(image.width * image.height))
    return ImageChops.add(image, grain.point(lambda value: round(128 + (value - 127.5) * spread / 73.6)), offset=-128)


def _turned(image: Image.Image, angle: float) -> Image.Image:
    return image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=_PAPER - 4)


def _office(image: Image.Image, dice: random.Random) -> Image.Image:
    soft = _turned(image, dice.uniform(-0.5, 0.5)).filter(ImageFilter.GaussianBlur(image.width / 2600))
    return _grain(soft, dice, 10)


def _skewed(image: Image.Image, dice: random.Random) -> Image.Image:
    return _office(_turned(image, dice.choice((-1, 1)) * dice.uniform(1.5, 6)), dice)


def _soft(image: Image.Image, dice: random.Random) -> Image.Image:
    return _grain(image.filter(ImageFilter.GaussianBlur(image.width / dice.uniform(900, 1200))), dice, 8)


def _faded(image: Image.Image, dice: random.Random) -> Image.Image:
    pale = ImageEnhance.Contrast(image).enhance(dice.uniform(0.12, 0.25))
    return _grain(pale, dice, 7)


def _shadowed(image: Image.Image, dice: random.Random) -> Image.Image:
    slope = Image.linear_gradient("L").rotate(dice.choice((0, 90, 180, 270))).resize(image.size)
    return _grain(ImageChops.multiply(image, slope.point(lambda value: 75 + value * 180 // 255)), dice, 9)


def _coarse(image: Image.Image, dice: random.Random) -> Image.Image:
    return _grain(image.resize((round(image.width * 0.42), round(image.height * 0.42)), Image.Resampling.BOX), dice, 6)


def _fax(image: Image.Image, dice: random.Random) -> Image.Image:
    noisy = _grain(image.filter(ImageFilter.GaussianBlur(image.width / 1700)), dice, dice.uniform(40, 60))
    return noisy.point(lambda value: 255 if value > 140 else 0)


def _lying(image: Image.Image, dice: random.Random, turn: Image.Transpose) -> Image.Image:
    return _office(image, dice).transpose(turn)


DAMAGES: Mapping[str, Callable[[Image.Image, random.Random], Image.Image]] = {
    "office": _office,
    "skewed": _skewed,
    "soft": _soft,
    "faded": _faded,
    "shadowed": _shadowed,
    "coarse": _coarse,
    "fax": _fax,
    "left": partial(_lying, turn=Image.Transpose.ROTATE_90),
    "head-down": partial(_lying, turn=Image.Transpose.ROTATE_180),
    "right": partial(_lying, turn=Image.Transpose.ROTATE_270),
}
"""What can have happened to a page on its way into the scanner."""


def make_scan(layout: str, damage: str, *, seed: int = 1, dpi: int = 200) -> Scan:
    """Write a page of a layout, damage it, and give it as a JPEG file."""
    dice = random.Random(f"{layout} {damage} {seed}")  # noqa: S311 - repeatable pages, no secret
    sheet = _Sheet(dice, dpi)
    LAYOUTS[layout](sheet)
    page = DAMAGES[damage](sheet.image, dice)
    told = round(dpi * max(page.size) / max(sheet.image.size))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=dice.choice((70, 80, 88)), dpi=(told, told))
    return Scan(f"{layout}-{damage}-{dpi}-{seed}", out.getvalue(), "\n".join(sheet.said), layout, damage)
