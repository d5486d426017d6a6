"""Names in running text by what stands around them, and beside names and addresses that are already known."""

import re
from collections.abc import Iterator, Sequence

from ocr_worker.recognizers.names import NAME, ORGANISATION, Names
from ocr_worker.recognizers.places import CAPITAL
from ocr_worker.recognizers.view import View
from ocr_worker.span import Span
from ocr_worker.vocabulary import Vocabulary

_WORD = rf"{CAPITAL}(?:[^\W\d_]|['’\-](?=[^\W\d_]))*[^\W\d_]"
_FULL = rf"{_WORD}(?:[ ](?:[A-Z]\.?[ ])?{_WORD})?"
# What people do in texts, and organisations and places hardly.
_DOING = (
    r"(?:said|says|told|asked|asks|thinks|thought|believes|knows|knew|lives|lived|works|worked"
    r"|was[ ]born|is[ ]married|married|wrote|writes|began"
    r"|spent[ ]a|shouted|whispered|replied|answered|gave|had[ ](?:given|told|asked|said)"
    r"|studied|studies|retired|moved|went|flew|travelled|traveled|called|phoned|visited"
    r"|attended|wants|wanted|likes|loves|feels|felt"
    r"|stated|testified|reported[ ]that|complained|recalls|remembers|remembered|agreed|refused"
    r"|(?:is|was)[ ]from|earns|owns[ ]a|drives|drove|speaks|died|smokes|drinks"
    r"|(?:is|was)[ ](?:(?:a|an|our|my|his|her|the)[ ])(?:\w+[ ]){0,2}(?:person|man|woman|boy"
    r"|girl|friend|colleague|wife|husband|son|daughter|patient|teacher|nurse|doctor|student))"
)
_SUBJECT = re.compile(rf"(?:(?<=[.!?\"”][ \n])|^|(?<=\n)|(?<=[ ,]))({_FULL})[ \n]{_DOING}\b")
_COUPLE = re.compile(
    rf"(?<![\w\-])({_WORD})[ ]and[ ]({_WORD})[ ](?:were|are|have|had|live|lived|work|worked|met"
    rf"|married|got|went|both)\b"
)
_SPEAKER = re.compile(rf"(?:^|(?<=\n))({_FULL})[ ]?:[ ]?[\"“‘'«]")
_INITIAL = re.compile(rf"(?<!\w)({_WORD}[ ](?:[A-Z]\.?[ ]){{1,2}}{_WORD})(?!\w)")
_OWNED = re.compile(
    rf"(?<!\w)({_FULL})['’]s[ ](?:wife|husband|son|daughter|mother|father|brother|sister|mum|mom"
    rf"|dad|friend|parents|children|family|doctor|passport|birthday|house|address|account|salary"
    rf"|employer)\b"
)
_FROM = re.compile(rf"(?<!\w)({_WORD}[ ]{_WORD})[ ](?:of|from)[ ](?=[\d{CAPITAL[1:-1]}])")
_THEIRS = re.compile(rf"['’]s[ ]({_WORD}[ ]{_WORD})(?!\w)")
_SAYING = re.compile(rf"(?<!\w)(?:said|asked|replied|whispered|shouted)[ ]({_WORD})(?:[ ]to[ ]({_WORD}))?(?![\w@])")
_LIST = re.compile(rf"(?<!\w){_FULL}(?:,[ \n]{_FULL})+(?:,?[ \n](?:and|or|und|et|y)[ \n]{_FULL})?(?!\w)")
_ITEM = re.compile(_FULL)
_LINE_NAME = re.compile(rf"[> ]*(?P<name>{NAME.pattern})[ ,]*$")
_BEFORE_ADDRESS = 3


class Mentions:
    """Names that no label announces."""

    def __init__(self, names: Names, vocabulary: Vocabulary) -> None:
        self._names = names
        self._vocabulary = vocabulary

    def claims(self, view: View, known: Sequence[Span]) -> Iterator[Span]:
        """Every such name; `known` are all other claims, the model's among them."""
        text = view.text
        for pattern, score in (
            (_SUBJECT, 0.5),
            (_COUPLE, 0.45),
            (_SPEAKER, 0.6),
            (_INITIAL, 0.86),
            (_OWNED, 0.6),
            (_FROM, 0.45),
            (_THEIRS, 0.45),
            (_SAYING, 0.45),
        ):
            for match in pattern.finditer(text):
                for group in range(1, (match.lastindex or 0) + 1):
                    value = match[group]
                    if value and self._like_name(
                        value, loose=pattern in (_SUBJECT, _SPEAKER, _COUPLE, _OWNED, _SAYING)
                    ):
                        yield Span("PERSON", *match.span(group), score)
        yield from self._listed(text, known)
        yield from self._addressed(view, known)

    def _like_name(self, value: str, *, loose: bool = False) -> bool:
        """Whether no part is a label or an organisation, and one part is no word of the language."""
        words = [word.strip(".").lower() for word in value.split()]
        if any(word in self._names.no_names or word in ORGANISATION for word in words if len(word) > 1):
            return False
        return (loose and not any(self._vocabulary.ordinary(word) for word in words)) or not all(
            self._vocabulary.known(word) for word in words if len(word) > 1
        )

    def _listed(self, text: str, known: Sequence[Span]) -> Iterator[Span]:
        """In a list of single names of which one is known to be a person's, the others are too."""
        people = [span for span in known if span.type == "PERSON"]
        others = [span for span in known if span.type == "LOCATION" and not span.model]
        for match in _LIST.finditer(text):
            whole = Span("", match.start(), match.end(), 0)
            items = [item.span() for item in _ITEM.finditer(text, match.start(), match.end())]
            if len(items) < 3 or not any(whole.overlaps(p) for p in people) or any(whole.overlaps(o) for o in others):
                continue
            yield from (Span("PERSON", *item, 0.5) for item in items if self._like_name(text[slice(*item)], loose=True))

    def _addressed(self, view: View, known: Sequence[Span]) -> Iterator[Span]:
        """The name above an address: a line of two to four words like a name, at most a line between."""
        text = view.text
        for span in known:
            if span.type != "LOCATION" or span.model:
                continue
            begin, _ = view.line(span.start)
            if text[begin : span.start].strip(" >,0123456789"):
                continue
            for step in range(-1, -_BEFORE_ADDRESS, -1):
                above = view.next_line(span.start, step)
                match = _LINE_NAME.match(text, *above) if above else None
                if match and 2 <= len(match["name"].split()) <= 4 and self._like_name(match["name"]):
                    yield Span("PERSON", *match.span("name"), 0.6)
                    break
