"""Names of people: after a form of address, a greeting, a label or a relation, and as an e-mail address spells them."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from ocr_worker.recognizers.fields import Fields, Zone
from ocr_worker.recognizers.places import CAPITAL, STREET_WORDS
from ocr_worker.recognizers.view import View
from ocr_worker.span import Span

_PART = (
    rf"(?:{CAPITAL}(?:[^\W\d_]|['’\-](?=[^\W\d_]))*[^\W\d_]"
    rf"|(?:{CAPITAL}\.){{1,3}}(?=[ ]{CAPITAL})|{CAPITAL}(?=[ ]{CAPITAL}))"
)
_PARTICLE = r"(?:de|da|del|della|di|do|dos|du|den|der|la|las|le|los|van|von|zu|y|e|bin|al|el|ten|ter|af|av)"
_LEADING = r"(?:de|da|del|della|di|do|dos|du|den|der|la|le|van|von|bin|al|el|ten|ter)"
NAME = re.compile(rf"(?:{_LEADING}[ ]){{0,2}}{_PART}(?:[ ](?:{_PARTICLE}[ ]){{0,3}}{_PART}){{0,3}}(?![\w@\\/])")
_TITLE = re.compile(
    r"(?<!\w)(?:(?:mr|mrs|ms|dr)(?=\.)|Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Doctor|Sir|Dame|Lord|Lady|Judge|Justice|Officer"
    r"|Sergeant|Sgt|Inspector|Constable|Captain|Nurse|Sister"
    r"|Rev|Reverend|Father|Rabbi|Imam|Herr|Herrn|Frau|Fr|Hr|Mme|Mlle|Monsieur|Madame|Señora?"
    r"|Don|Doña|Sra?|Sig|Signora?|Dott|Avv|Pan|Pani|Uncle|Aunt)\.?(?:[ ](?:Dr|Prof|med)\.?)*[ \n]"
)
_GREETING = re.compile(
    r"(?<!\w)(?:Dear|Hi|Hello|Liebe[r]?|Ch[eè]re?|Estimad[oa]|Querid[oa]|Beste|Gentile|Regards"
    r"|Sincerely|Thanks),?[ ](?!(?:Mr|Mrs|Ms|Miss|Dr|Prof)\b)"
)
_RELATION = re.compile(
    r"(?<!\w)(?:(?:my|his|her|their|our|the)[ ])?(?:wife|husband|partner|son|daughter|child|kid"
    r"|mother|father|brother|sister|friend|colleague|neighbou?r|grand(?:son|daughter|father|mother)"
    r"|uncle|aunt|cousin|nephew|niece|witness|tenant|manager|neighbor|author|contact)[ ]"
)
_CALLED = re.compile(
    r"(?<!\w)(?:(?:my|his|her|full)[ ])?(?:names?[ ](?:was|are)|called|named"
    r"|(?:signed|written|directed)[ ]by|starring|(?:I|i)['’]?m|(?:I|i)[ ]am)[ ]"
)
_NAME_IS = re.compile(
    r"(?<!\w)(?:[Mm]y|[Hh]is|[Hh]er|[Ff]ull)[ ](?:full[ ])?name[ ]is[ ]|(?<!\w)names?[ ]is[ ]"
    r"|(?<!\w)(?:calls?|called|named)[ ](?:me|him|her|us)[ ]"
)
_AT = re.compile(r"(?<![\w.+\-])([A-Za-z]+)[._\-]([A-Za-z]{2,})\d{0,4}@")
NOT_NAMES = frozenset(
    """
    date birth dob address street town city post zip state country tel telephone phone mobile fax email mail national
    insurance nhs number no ref reference account iban bic sort card signature signed position role department employer
    job title start salary amount total page form relationship please the this that and or of sex gender nationality
    passport social tax id name first last full surname forename forenames given middle maiden dear sir madam madame
    team all colleague colleagues customer customers patient none yes not is was a an in on at to for from with by we
    you your our their his her it if as are be type value source description qty unit price sum balance details paid
    debit credit cash transfer order invoice bill ship due vat subtotal january february march april june july august
    september october november december monday tuesday wednesday thursday friday saturday sunday und oder der die das
    les des pour avec mr mrs ms miss dr prof doctor owner agent manager section part table driver case report house
    bank company ltd limited inc llc plc gmbh council hospital clinic school university office what when where who why
    how there here they he she i my me can could would will do does have has let just now soon yours best kind thank
    thanks very sorry happy glad sure also only still ready new old flat apartment apt suite
    unit residence eur usd gbp chf
    """.split()  # noqa: SIM905
)
ORGANISATION = frozenset(
    [
        "ltd",
        "limited",
        "inc",
        "llc",
        "plc",
        "gmbh",
        "ag",
        "sa",
        "group",
        "bank",
        "council",
        "hospital",
        "clinic",
        "school",
        "university",
        "college",
        "surgery",
        "practice",
        "centre",
        "center",
        "institute",
        "union",
        "society",
        "association",
        "trust",
        "company",
        "co",
        "corp",
        "corporation",
        "services",
        "service",
        "solutions",
        "systems",
        "supplies",
        "freight",
        "media",
        "partners",
        "consulting",
        "foundation",
        "agency",
        "department",
        "ministry",
        "committee",
        "court",
        "office",
        "times",
        "news",
        "weekly",
        "news",
        "insurance",
        "society",
        "airlines",
        "motors",
        "technologies",
        "labs",
    ]
)


class Names:
    """Names beside what announces them; `labels` are words of labels, which are no names."""

    def __init__(self, labels: Iterable[str] = ()) -> None:
        self.no_names = NOT_NAMES | {word for phrase in labels if " " not in phrase for word in (phrase.lower(),)}

    def claims(self, view: View, fields: Fields) -> Iterator[Span]:
        """Every announced name."""
        text = view.text
        for opening, score in ((_TITLE, 0.9), (_NAME_IS, 0.88), (_GREETING, 0.85), (_RELATION, 0.6), (_CALLED, 0.7)):
            for match in opening.finditer(text):
                found = self.name(text, match.end(), min(len(text), match.end() + 60))
                if found and not self._organisation(text, *found):
                    yield Span("PERSON", *self._over_line(text, *found), score)
        for zone in fields.zones("PERSON"):
            found = self._in_zone(view, zone)
            if found and not self._organisation(text, *found):
                yield Span("PERSON", *found, 0.85 if zone.sure else 0.6)
        yield from self._spelt(view)

    def name(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The name that begins at a place; it ends before a word that is a label or no part of a name."""
        match = NAME.match(text, start, end)
        if match is None:
            return None
        stop = start
        for word in re.compile(r"[^\s]+").finditer(text, start, match.end()):
            bare = word[0].strip(".,;:").lower()
            initial = len(bare) == 1 and word[0].endswith(".")
            if bare in self.no_names and not initial and not re.fullmatch(_PARTICLE, bare):
                break
            stop = word.end()
        value = text[start:stop]
        last = value.split()[-1] if value else ""
        while last and re.fullmatch(_PARTICLE, last):
            value = value[: -len(last)].rstrip()
            last = value.split()[-1] if value else ""
        return (start, start + len(value)) if len(value) > 1 else None

    def _in_zone(self, view: View, zone: Zone) -> tuple[int, int] | None:
        text = view.text
        start = zone.start
        title = _TITLE.match(text, start, zone.end)
        number = re.compile(r"(?:\d{1,6}[.)]?[ ]+)").match(text, start, zone.end)
        start = title.end() if title else number.end() if number and zone.how in {"column", "below"} else start
        found = self.name(text, start, zone.end)
        if found is None:
            return None
        words = text[found[0] : found[1]].split()
        if zone.sure and zone.how in {"below", "beside"} and zone.end - found[1] > 40:
            return None  # a line of running text below a heading
        if words[-1].lower() in STREET_WORDS and len(words) > 2:
            return None
        return found if zone.sure or len(words) > 1 else None

    def _over_line(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The name with its second word from the next line, where running text broke it."""
        if text[end : end + 1] != "\n" or " " in text[start:end]:
            return start, end
        found = self.name(text, end + 1, min(len(text), end + 40))
        broken = (
            found
            and " " not in text[found[0] : found[1]]
            and re.match(r"[,.]?[ ]+[a-z]", text[found[1] : found[1] + 6])
        )
        return (start, found[1]) if found and broken else (start, end)

    @staticmethod
    def _organisation(text: str, start: int, end: int) -> bool:
        return any(word.lower().strip(".,") in ORGANISATION for word in text[start:end].split()[1:])

    @staticmethod
    def _spelt(view: View) -> Iterator[Span]:
        """Two words of the page, one after the other, that an e-mail address of the page is made of."""
        pairs = {(m[1].lower(), m[2].lower()) for m in _AT.finditer(view.text)}
        if not pairs:
            return
        plain = [(token, _plain(token.low)) for token in view.tokens]
        for (one, first), (two, second) in pairwise(plain):
            if (first, second) in pairs or (second, first) in pairs:
                gap = view.text[one.end : two.start]
                if gap in {" ", "\n"} and view.text[one.start].isupper() and view.text[two.start].isupper():
                    yield Span("PERSON", one.start, two.end, 0.88)


_FOLDED = str.maketrans("àáâãäåçèéêëìíîïñòóôõöøùúûüýÿšžłśżćčőű", "aaaaaaceeeeiiiinoooooouuuuyyszlszccou")


def _plain(word: str) -> str:
    return word.replace("'", "").replace("’", "").replace("ß", "ss").translate(_FOLDED)
