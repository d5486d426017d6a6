"""Recognizers beside Presidio's own, and the making of all that `config/recognizers.yaml` names."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import phonenumbers
import tldextract
from presidio_analyzer import (
    EntityRecognizer,
    LocalRecognizer,
    Pattern,
    PatternRecognizer,
    RecognizerResult,
    predefined_recognizers,
)
from presidio_analyzer.nlp_engine import NlpArtifacts
from presidio_analyzer.predefined_recognizers import EmailRecognizer
from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

# Presidio's own check of an address would fetch the list of public suffixes over the network. The list that
# comes with the package does; nothing is fetched and nothing is cached on disk.
_SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True)
_FRAGMENT = re.compile(r"<([A-Z_]+)>")


class OfflineEmailRecognizer(EmailRecognizer):
    """E-mail addresses whose domain ends in a known public suffix, decided without network."""

    def validate_result(self, pattern_text: str) -> bool:
        """Tell whether the domain could be registered."""
        return bool(_SUFFIXES(pattern_text.rpartition("@")[2]).top_domain_under_public_suffix)


class InternationalPhoneRecognizer(LocalRecognizer):
    """Telephone numbers written with + and a country code, assigned or not.

    In a table the next cell's digits follow after a blank. The longest stretch that is a valid number is
    taken, else the longest that has a length the country uses.
    """

    _GROUPS = re.compile(r"(?<![\w+])\+\d{1,3}(?:(?:[ .\-/]|[ ]?\(0\)[ ]?)?\d+){1,7}")
    _GROUP = re.compile(r"\d+")

    def __init__(self, supported_language: str = "en") -> None:
        super().__init__(["PHONE_NUMBER"], supported_language=supported_language)

    def load(self) -> None:
        """Load nothing."""

    def analyze(
        self,
        text: str,
        entities: list[str],  # noqa: ARG002
        nlp_artifacts: NlpArtifacts,  # noqa: ARG002
    ) -> list[RecognizerResult]:
        """Every number of the text, with score 1: nothing else is written so."""
        ends = ((found.start(), self._end(found)) for found in self._GROUPS.finditer(text))
        return [RecognizerResult("PHONE_NUMBER", start, end, 1.0) for start, end in ends if end]

    def _end(self, found: re.Match[str]) -> int:
        possible = 0
        for group in reversed(list(self._GROUP.finditer(found[0]))):
            try:
                number = phonenumbers.parse(found[0][: group.end()].replace("(0)", ""))
            except phonenumbers.NumberParseException:
                continue
            if phonenumbers.is_valid_number(number):
                return found.start() + group.end()
            fits = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
            possible = possible or (group.end() if fits else 0)
        return found.start() + possible if possible else 0


class AcrossLines(LocalRecognizer):
    """Another recognizer, to which the end of a line is a blank: long numbers are broken there."""

    def __init__(self, inner: EntityRecognizer) -> None:
        self._inner = inner
        super().__init__(
            inner.supported_entities,
            name=type(inner).__name__,
            supported_language=inner.supported_language,
            context=inner.context,
        )

    def load(self) -> None:
        """Load nothing: the inner recognizer was loaded when it was made."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:
        """What the inner recognizer finds; offsets stay true because one character replaces one."""
        found = self._inner.analyze(text.replace("\n", " "), entities, nlp_artifacts) or []
        for result in found:
            # Presidio keeps a result only if it knows the recognizer that is named in it.
            result.recognition_metadata = {
                RecognizerResult.RECOGNIZER_NAME_KEY: type(self._inner).__name__,
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
            }
        return found


_OURS: dict[str, type[EntityRecognizer]] = {
    "OfflineEmailRecognizer": OfflineEmailRecognizer,
    "InternationalPhoneRecognizer": InternationalPhoneRecognizer,
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Chosen(_Strict):
    """A recognizer by its class name, with arguments for its making."""

    class_: str = Field(alias="class")
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")
    expressions: dict[str, float] = {}
    across_lines: bool = False


class Written(_Strict):
    """A recognizer made of regular expressions, each with the score of a match."""

    entity: str
    expressions: dict[str, float]
    context: list[str] = []


class Choice(_Strict):
    """All of `config/recognizers.yaml`; what each part means stands there."""

    language: str
    model: str
    least: dict[str, float]
    names: dict[str, str]
    needs_context: dict[str, list[str]] = {}
    fragments: dict[str, str] = {}
    recognizers: list[Chosen]
    patterns: list[Written] = []

    def least_score(self, entity: str) -> float:
        """The lowest score at which an entity type is reported."""
        return self.least.get(entity, self.least["default"])


def read_choice(path: Path) -> Choice:
    """Read and check the file; raises pydantic's ValidationError, which names the wrong place."""
    return Choice.model_validate(YAML(typ="safe").load(path))


def make_recognizers(choice: Choice) -> list[EntityRecognizer]:
    """Make every recognizer of the choice; raises ValueError for a class or fragment that does not exist."""
    made = [_make(chosen, choice) for chosen in choice.recognizers]
    return made + [
        PatternRecognizer(
            supported_entity=written.entity,
            name=f"written {number} for {written.entity}",
            patterns=_patterns(written.expressions, choice.fragments),
            context=written.context,
            supported_language=choice.language,
        )
        for number, written in enumerate(choice.patterns, 1)
    ]


def _make(chosen: Chosen, choice: Choice) -> EntityRecognizer:
    kind = _OURS.get(chosen.class_) or getattr(predefined_recognizers, chosen.class_, None)
    if kind is None or not issubclass(kind, EntityRecognizer):
        raise ValueError(f"config/recognizers.yaml names {chosen.class_}, which neither Presidio nor we have")
    arguments = dict(chosen.with_)
    if chosen.expressions:
        arguments["patterns"] = _patterns(chosen.expressions, choice.fragments)
    made: EntityRecognizer = kind(supported_language=choice.language, **arguments)
    return AcrossLines(made) if chosen.across_lines else made


def _patterns(expressions: Mapping[str, float], fragments: Mapping[str, str]) -> list[Pattern]:
    return [Pattern(text, _expanded(text, fragments), score) for text, score in expressions.items()]


def _expanded(text: str, fragments: Mapping[str, str]) -> str:
    """Put fragments in the place of their names; a fragment folded over lines has its joints removed."""

    def fragment(found: re.Match[str]) -> str:
        if found[1] not in fragments:
            raise ValueError(f"config/recognizers.yaml has no fragment {found[1]}")
        return _expanded(fragments[found[1]].replace(" |", "|"), fragments)

    return _FRAGMENT.sub(fragment, text)
