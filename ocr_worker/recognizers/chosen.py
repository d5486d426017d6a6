"""Our own recognizers, made as the configuration chooses, and asked in turn."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from ocr_worker.recognizers.addresses import Addresses
from ocr_worker.recognizers.banking import Bics, Cards, Ibans
from ocr_worker.recognizers.choice import Choice
from ocr_worker.recognizers.codes import Codes
from ocr_worker.recognizers.dates import Dates
from ocr_worker.recognizers.fields import Fields
from ocr_worker.recognizers.identifiers import NationalIdentifiers
from ocr_worker.recognizers.internet import Emails, Networks
from ocr_worker.recognizers.labels import Lexicon
from ocr_worker.recognizers.mentions import Mentions
from ocr_worker.recognizers.names import Names
from ocr_worker.recognizers.nationalities import Nationalities
from ocr_worker.recognizers.phones import Phones
from ocr_worker.recognizers.rows import Rows
from ocr_worker.recognizers.shapes import Shapes
from ocr_worker.recognizers.special import SpecialCategories, Words
from ocr_worker.recognizers.view import View
from ocr_worker.span import Span
from ocr_worker.vocabulary import Vocabulary

_LATER = frozenset({"rows", "mentions"})
"""Those that look at what the others found."""


class Recognizer(Protocol):
    """One way to find personal data: looks at a page and its fields, claims stretches of the text."""

    def claims(self, view: View, fields: Fields) -> Iterator[Span]:
        """Give what is found; claims may overlap, the sieve settles them."""
        ...


class Ours:
    """The recognizers of this house that the configuration chooses."""

    def __init__(self, choice: Choice, vocabulary: Vocabulary) -> None:
        """Make them; raises ValueError for one that does not exist."""
        names = Names(phrase for phrases in choice.labels.values() for phrase in phrases)
        special = {kind: Words(tuple(words.strong), tuple(words.weak)) for kind, words in choice.special.items()}
        makers: dict[str, Callable[[], Recognizer]] = {
            "identifiers": lambda: NationalIdentifiers(choice.identifiers),
            "shapes": lambda: Shapes(choice.shapes, choice.things),
            "ibans": Ibans,
            "bics": Bics,
            "cards": Cards,
            "phones": lambda: Phones(choice.phone_regions),
            "emails": Emails,
            "networks": Networks,
            "dates": Dates,
            "addresses": lambda: Addresses(vocabulary),
            "names": lambda: names,
            "codes": Codes,
            "nationalities": lambda: Nationalities(choice.nationalities),
            "special": lambda: SpecialCategories(special),
        }
        unknown = set(choice.ours) - set(makers) - _LATER
        if unknown:
            raise ValueError(f"config/recognizers.yaml names {', '.join(sorted(unknown))}, which we do not have")
        self._lexicon = Lexicon(choice.labels)
        self._recognizers = tuple(makers[name]() for name in choice.ours if name not in _LATER)
        self._rows = Rows(names) if "rows" in choice.ours else None
        self._mentions = Mentions(names, vocabulary) if "mentions" in choice.ours else None

    def get_ready(self) -> None:
        """Make what is else made at first use."""
        for recognizer in self._recognizers:
            if isinstance(recognizer, Phones):
                recognizer.get_ready()

    def claims(self, view: View, by_model: Sequence[Span] = ()) -> list[Span]:
        """What all of them claim of a page; `by_model` is what the language model claims of it."""
        fields = Fields(view, self._lexicon.find(view))
        claimed = list(_all(self._recognizers, view, fields))
        if self._rows is not None:
            claimed += self._rows.claims(view, fields, claimed)
        if self._mentions is not None:
            claimed += self._mentions.claims(view, [*claimed, *by_model])
        return claimed


def _all(recognizers: Iterable[Recognizer], view: View, fields: Fields) -> Iterator[Span]:
    for recognizer in recognizers:
        yield from recognizer.claims(view, fields)
