"""How a document is to be read, as a person chooses it with the upload."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babel import Locale
from babel.core import get_global
from flask import request

from governance.reading import Mode, Offer, Wish

_MODES = {
    Mode.FAST: "Once, and fast; misses more on damaged pages",
    Mode.AUTO: "A second time where the first was unsure",
    Mode.ACCURATE: "Twice in any case; takes a few seconds more a page",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: its code, its name, and whether the installation would choose it."""

    code: str
    name: str
    chosen: bool


def wish() -> Wish:
    """Read what was chosen in the form; what is not offered is refused where the upload is taken in."""
    return Wish(tuple(request.form.getlist("language")), request.form.get("mode", ""))


def shown(offer: Offer) -> Mapping[str, Sequence[Choice]]:
    """Everything that can be chosen here; modes only where the second engine is installed."""
    modes = offer.modes if Mode.ACCURATE in offer.modes else ()
    return {
        "languages": [Choice(code, language_name(code), code in offer.own) for code in offer.languages],
        "modes": [Choice(mode.value, _MODES[mode], mode is offer.mode) for mode in modes],
    }


def language_name(code: str) -> str:
    """Name a language that Tesseract calls by three letters (ISO 639-2) and perhaps a script: deu, chi_sim."""
    language = code.partition("_")[0]
    known = get_global("language_aliases").get(language, language)
    name = Locale("en").languages.get(known)
    return f"{name} ({code})" if name and "_" in code else name or code
