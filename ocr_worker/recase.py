"""Pages typed without capitals: a copy in which words that may be names have one, for recognizers that need it."""

import re

from ocr_worker.vocabulary import Vocabulary

_WORD = re.compile(r"(?<![\w@.\-/])[^\W\d_]{3,}(?![\w@]|\.\w)")
_TITLE = re.compile(r"(?<!\w)(?:mr|mrs|ms|dr|prof|miss)(?=[. ])")
_LETTERS = 12
_FEW = 0.01


def recased(text: str, vocabulary: Vocabulary) -> str | None:
    """The text, of the same length, with a capital on every word that is no known word; None if it has capitals."""
    capitals = sum(map(str.isupper, text))
    letters = sum(map(str.isalpha, text))
    if letters < _LETTERS or capitals > _FEW * letters:
        return None

    def capital(found: re.Match[str]) -> str:
        word = found[0]
        known = vocabulary.ordinary(word) or word in _SMALL
        made = word if known else word[0].upper() + word[1:]
        return made if len(made) == len(word) else word

    return _WORD.sub(capital, _TITLE.sub(lambda found: found[0].capitalize(), text))


_SMALL = frozenset(
    """
    the and for are but not you all any can had her was one our out has him his how its may new now see two
    way who did get let put say she too use that with have this will your from they know want been good much
    some time very when come here just like long make many more only over such take than them well were what
    there their which about would these other into could then because person child daughter son wife husband
    account card number name names address phone year years month months week day days city town street home
    work year-old also called yes no per song film years people birthday couple capital bank version
    """.split()  # noqa: SIM905
)
