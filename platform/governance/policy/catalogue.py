"""Every check by its number: what it says, how grave it is, and under which law alone. Pages in docs/policy-codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from governance.policy.problems import Severity

Law = Literal["", "gdpr", "ccpa"]


@dataclass(frozen=True, slots=True)
class Code:
    """One check; `law` is the one regime that asks for it, empty when good sense does."""

    id: str
    says: str
    severity: Severity = "error"
    law: Law = ""


def _codes(*entries: Code) -> Mapping[str, Code]:
    return MappingProxyType({entry.id: entry for entry in entries})


CODES: Final = _codes(
    Code("C01", "words are quoted that the cited sentences do not have"),
    Code("C02", "the text is not the one that the rules were last compared with"),
    Code("C03", "two sentences have the same number"),
    Code("C04", "a part of the text belongs to no numbered sentence"),
    Code("C05", "a sentence is cited that does not exist"),
    Code("C06", "a sentence is carried out by no rule, and no reason says why"),
    Code("C07", "a sentence has both a rule and a reason for having none, or the reason is no sentence", "warning"),
    Code("C08", "a rule rests on no sentence"),
    Code("C09", "a sentence leaves something open, and nothing says how it is read", "warning"),
    Code("C10", "a rule rests on the law and names none", "warning"),
    Code("C11", "a number, date or address in the text is repeated by no parameter and no fact", "warning"),
    Code("C12", "a sentence stands under the wrong heading or out of order"),
    Code("Y01", "YAML that two readers take differently"),
    Code("Y02", "a key or an id stands twice"),
    Code("Y03", "an anchor, alias or merge key"),
    Code("Y04", "a file that is no YAML"),
    Code("Y05", "a file is missing or unknown"),
    Code("T01", "a value of the wrong kind, or a word that the section does not have"),
    Code("T02", "a parameter outside its range, or a number without one"),
    Code("T03", "a value that is not among the choices"),
    Code("T04", "a duration that cannot be read"),
    Code("R01", "a parameter that does not exist"),
    Code("R02", "a name that does not exist, or a list that selects nothing"),
    Code("R03", "a fact that does not exist"),
    Code("R04", "a value that the fact does not have"),
    Code("R05", "a kind of data is made of itself"),
    Code("R06", "`unknown` used as if it could satisfy a condition"),
    Code("A01", "an ambiguity that nothing settles"),
    Code("A02", "a reading for which nobody answers", "warning"),
    Code("A03", "a reading that needs a lawyer's signature and has none", law="gdpr"),
    Code("K01", "data is kept without a retention rule"),
    Code("K02", "a retention rule without a ceiling"),
    Code("K03", "a ceiling that hangs on an event which may never come"),
    Code("K04", "a retention rule waits for an event that nobody tells of, or that misses an end"),
    Code("K05", "derived data outlives its source without a sentence of its own"),
    Code("K06", "a duration without an upper bound"),
    Code("K07", "two retention rules for one kind of data"),
    Code("K08", "what a legal hold does is not said", "warning"),
    Code("K09", "data that its owner cannot have erased"),
    Code("B01", "an activity without a lawful basis under some regime"),
    Code("B02", "an activity on consent whose condition asks for none"),
    Code("B03", "a legitimate interest that is not weighed, or that no objection stops"),
    Code("B04", "one consent for several purposes"),
    Code("B05", "a consent that must be explicit and is not"),
    Code("B06", "a consent that never ends or cannot be taken back", "warning"),
    Code("B07", "something is placed on a device without consent"),
    Code("B08", "a service that is to be had for a consent only"),
    Code("B09", "a legal obligation whose law is not named"),
    Code("S01", "a firm that works for us without a contract in force"),
    Code("S02", "a third party is reachable although nothing is sold"),
    Code("S03", "a prohibition or promise lists names where a role or family would cover later ones", "warning"),
    Code("S04", "a transfer to a third country without a mechanism"),
    Code("S05", "a recipient is named and unreachable, or reachable and unnamed"),
    Code("S06", "advertising that no opt-out stops", law="ccpa"),
    Code("G01", "something that GDPR Art. 13 asks a notice to tell is missing", law="gdpr"),
    Code("G02", "a right without an action, a channel or a time limit"),
    Code("G03", "a time limit longer than the law's"),
    Code("G04", "a right that its owner cannot exercise in some state"),
    Code("G05", "a right that follows from a basis is missing, or one follows from none", "warning", law="gdpr"),
    Code("G06", "an age of consent below the country's", law="gdpr"),
    Code("G07", "something is taken in while the age is unknown", "warning"),
    Code("G08", "going on to use the service taken for consent", law="gdpr"),
    Code("G09", "a change without time to react", "warning"),
    Code("D01", "an activity that can never be"),
    Code("D02", "a prohibition that forbids nothing today", "info"),
    Code("D03", "an activity that others permit already", "warning"),
    Code("D04", "duties that cannot both be met"),
    Code("D05", "a condition that contradicts itself"),
    Code("D06", "a cell always permitted and always forbidden"),
    Code("U01", "a kind of data that nothing holds"),
    Code("U02", "a purpose that no activity has"),
    Code("U03", "a recipient that nothing reaches"),
    Code("U04", "a parameter that reaches no rule"),
    Code("U05", "a duty that nobody carries out"),
    Code("U06", "a fact that nobody supplies"),
    Code("V01", "a promise about requests that nothing permits", "warning"),
    Code("V02", "a sentence says never, only or always, and no promise holds us to it"),
    Code("V03", "a promise that repeats a prohibition", "info"),
    Code("M01", "a prohibition that no promise guards"),
    Code("M02", "rules that are not as surface.lock shows them"),
    Code("X01", "two sentences contradict each other, and no reading says which binds"),
    Code("E01", "an example that does not come out as written"),
    Code("L01", "a finding is accepted until a day that has passed"),
    Code("L02", "an acceptance that matches no finding", "warning"),
    Code("L03", "an acceptance of a check that does not exist"),
    Code("N01", "a policy without a certificate"),
    Code("N02", "a certificate that is damaged or was edited"),
    Code("N03", "a certificate of another policy or version"),
    Code("N04", "a certificate that lacks a promise, a law or a prover, or tells of a refutation"),
    Code("N05", "more combinations than can be tried"),
)
"""All checks by number. The language names 78; C12, Y04, Y05, E01, L01 to L03 and N01 to N05 came with building it."""
