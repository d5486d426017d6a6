"""Find the personal data in a page's text with Presidio, and where on the page it stands."""

import importlib.util
import logging
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, RecognizerResult
from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine
from spacy.language import Language
from spacy.tokens import Doc

from governance.findings import Box, Finding, PageText, Word
from ocr_worker.recase import recased
from ocr_worker.recognizers import Choice, Ours, View, presidio_recognizers, read_choice
from ocr_worker.sieve import sift
from ocr_worker.span import Span
from ocr_worker.vocabulary import Vocabulary
from store.places import data_folder

# Presidio logs what it finds when asked to explain itself, and warnings may quote the text: neither is heard.
for _name in ("presidio-analyzer", "decision_process", "tldextract", "filelock"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


_LETTERS = "proviso_letters_as_lemma"


@Language.component(_LETTERS)
def _letters_as_lemma(doc: Doc) -> Doc:
    """Presidio looks for context words among the lemmas; here a word's lemma is the word in small letters."""
    for token in doc:
        token.lemma_ = token.lower_
    return doc


class Detector:
    """Presidio with the recognizers of `config/recognizers.yaml`; made once, before the worker forks."""

    def __init__(self, config: Path | None = None, *, model: str | None = None) -> None:
        """Load the recognizers of `config` and its language model, or another `model` that is installed."""
        choice = read_choice(config or data_folder("config") / "recognizers.yaml")
        self._choice = choice.model_copy(update={"model": model}) if model else choice
        self._analyzer = _analyzer(self._choice)
        self._unreported = frozenset(self._choice.unreported)
        self._vocabulary = _vocabulary(self._analyzer, self._choice)
        self._ours = Ours(self._choice, self._vocabulary)

    @property
    def model(self) -> str:
        """The package of the language model."""
        return self._choice.model

    def get_ready(self) -> None:
        """Make what is else made when it is first needed; asked before the worker forks."""
        self._ours.get_ready()

    def find(self, page: PageText) -> tuple[Finding, ...]:
        """Find the personal data of one page, in order of place; findings never overlap.

        A span covers whole words of the value only, as the page was read; its boxes are one a line of the page.
        """
        if not page.text.strip():
            return ()
        claimed = self._claims(page)
        capitals = recased(page.text, self._vocabulary)
        if capitals is not None:
            claimed += self._claims(replace(page, text=capitals))
        spans = [span for span in claimed if span.score >= self._choice.least_score(span.type)]
        return tuple(
            Finding(span.type, span.start, span.end, round(span.score, 3), page.page, boxes_of(page, span))
            for span in sift(capitals or page.text, spans, self._vocabulary)
            if span.type not in self._unreported
        )

    def _claims(self, page: PageText) -> list[Span]:
        seen = self._analyzer.analyze(page.text, self._choice.language)
        by_model = [Span(r.entity_type, r.start, r.end, r.score, _by_model(r)) for r in seen]
        return by_model + self._ours.claims(View(page), by_model)


def boxes_of(page: PageText, span: Span) -> tuple[Box, ...]:
    """The boxes of the words that a span touches, those on one line joined to one."""
    lines: list[list[Box]] = []
    end = 0
    first = max(0, bisect_right(page.words, span.start, key=_start) - 1)
    for word in page.words[first:]:
        if word.start >= span.end:
            break
        if word.start < span.end and word.end > span.start:
            if not lines or "\n" in page.text[end : word.start]:
                lines.append([])
            lines[-1].append(word.box)
            end = word.end
    return tuple(_around(line) for line in lines)


def _start(word: Word) -> int:
    return word.start


def _around(boxes: Iterable[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _by_model(result: RecognizerResult) -> bool:
    named = result.recognition_metadata or {}
    return named.get(RecognizerResult.RECOGNIZER_NAME_KEY) == "SpacyRecognizer"


def _analyzer(choice: Choice) -> AnalyzerEngine:
    # Presidio would download a model it does not find; a missing package is an error of the installation.
    if importlib.util.find_spec(choice.model) is None:
        raise ValueError(f"the spaCy model {choice.model} is not installed; install this package's requirements")
    engine = SpacyNlpEngine(
        models=[{"lang_code": choice.language, "model_name": choice.model}],
        ner_model_configuration=NerModelConfiguration(
            model_to_presidio_entity_mapping=choice.names,
            labels_to_ignore=[],
            low_score_entity_names=[],
        ),
    )
    engine.load()
    assert engine.nlp is not None  # noqa: S101 - load has just made it
    # Names are found without grammar, at half the time a page; context words are compared by their letters.
    model = engine.nlp[choice.language]
    model.select_pipes(enable=["ner"])
    model.add_pipe(_LETTERS, last=True)
    registry = RecognizerRegistry(recognizers=presidio_recognizers(choice), supported_languages=[choice.language])
    return AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=[choice.language])


def _vocabulary(analyzer: AnalyzerEngine, choice: Choice) -> Vocabulary:
    """The words that the model's lemmatizer lists, and those of the labels; no words when it has no list."""
    phrases = [phrase for spoken in choice.labels.values() for phrase in spoken]
    engine = analyzer.nlp_engine
    assert isinstance(engine, SpacyNlpEngine)  # noqa: S101 - _analyzer has just made it
    assert engine.nlp is not None  # noqa: S101
    model = engine.nlp[choice.language]
    if "lemmatizer" not in model.component_names:
        return Vocabulary.of((), (), phrases)
    lookups = model.get_pipe("lemmatizer").lookups
    index = lookups.get_table("lemma_index") if lookups.has_table("lemma_index") else {}
    nouns = index.get("noun", ()) if "noun" in index else ()
    others = [word for part in ("verb", "adj", "adv") if part in index for word in index[part]]
    return Vocabulary.of(nouns, others, phrases)
