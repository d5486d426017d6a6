"""Presidio's own recognizers and those that need no code, as the configuration names them."""

import re
from collections.abc import Mapping

from presidio_analyzer import (
    EntityRecognizer,
    LocalRecognizer,
    Pattern,
    PatternRecognizer,
    RecognizerResult,
    predefined_recognizers,
)
from presidio_analyzer.nlp_engine import NlpArtifacts

from ocr_worker.recognizers.choice import Choice, Chosen

_FRAGMENT = re.compile(r"<([A-Z_]+)>")


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


def presidio_recognizers(choice: Choice) -> list[EntityRecognizer]:
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
    kind = getattr(predefined_recognizers, chosen.class_, None)
    if kind is None or not issubclass(kind, EntityRecognizer):
        raise ValueError(f"config/recognizers.yaml names {chosen.class_}, which Presidio does not have")
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
