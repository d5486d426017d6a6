"""The catalogues of translations: one file a language in `languages/`, compiled in memory when they are first used."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

FOLDER = Path(__file__).with_name("languages")
SOURCE = "en"
"""The language that everything is written in; it needs no catalogue."""


def codes() -> tuple[str, ...]:
    """List the languages there are, the one that everything is written in first."""
    return (SOURCE, *sorted(file.stem for file in FOLDER.glob("*.po")))


def catalogue(language: str) -> Catalog:
    """Read one catalogue as it is written."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


@cache
def translations(language: str) -> NullTranslations:
    """Give the translations into a language; none for the source and for one that nobody wrote."""
    if language == SOURCE or language not in codes():
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return Translations(compiled)


class KnownLanguages:
    """Implements `operations.messages.Languages`."""

    @property
    def known(self) -> Sequence[str]:
        """The languages' codes, English first."""
        return codes()

    def said(self, language: str, text: str) -> str:
        """Translate a text; one that is not translated is given back as it is."""
        return str(translations(language).gettext(text)) if text else text
