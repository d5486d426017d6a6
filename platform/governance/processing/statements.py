"""What only the controller can tell for a record: the questions, and where each answer belongs."""

from collections.abc import Mapping
from dataclasses import dataclass

from governance.processing.observed import Observed
from governance.processing.record import Entry, Gap, NotNeeded, Stated
from governance.terms import listed


@dataclass(frozen=True, slots=True)
class Question:
    """One fact that nothing in the house can know: its article of the GDPR, what is missing without it, what to ask."""

    key: str
    article: str
    missing: str
    ask: str


QUESTIONS: tuple[Question, ...] = (
    Question("legal_entity", "30(1)(a)", "the legal entity behind the name", "The registered name and legal form"),
    Question("address", "30(1)(a)", "the controller's postal address", "The postal address"),
    Question(
        "dpo",
        "30(1)(a), 37",
        "the data protection officer",
        "Name and contact of the officer and, when it is an outside firm, the firm; or why none must be designated",
    ),
    Question(
        "representative",
        "30(1)(a), 27",
        "the representative in the European Union",
        "Name and contact; or where the controller is established in the Union, so that none is needed",
    ),
    Question("joint_controllers", "26", "whether there are joint controllers", "Name, contact and the agreement"),
    Question("place", "5(1)(f), 30(1)(e)", "the country where the data lies", "The country or countries"),
    Question("owner", "30(1)", "who is responsible for the processing inside the house", "Department and contact"),
    Question(
        "main_processing", "30(1)", "which processing is the main one", "The main activity; all else is auxiliary"
    ),
    Question(
        "vulnerable", "9(1), 8", "whether vulnerable people are concerned", "Which people, and what is done for them"
    ),
    Question(
        "automated_decisions", "22(1)", "whether decisions are made by machines alone", "Which, or why there are none"
    ),
    Question("combination", "6, 14", "whether data from several sources is combined", "Which, or why there is none"),
    Question("technologies", "32", "the technologies in use", "Programs and services that touch personal data"),
    Question("breaches", "33(5)", "where breaches are recorded", "The register, and how many there were in the period"),
    Question("risks", "35", "how risks are managed", "The procedure and its last review"),
    Question(
        "dpia", "35", "the data protection impact assessment", "Which assessment applies; or why none is required"
    ),
    Question("dpia_results", "35", "what the impact assessment found", "Its outcome and the measures that follow"),
    Question("consultation", "36(1)", "whether the authority was consulted before", "When and what; or why not"),
    Question(
        "special_condition", "9(2)", "the condition for special categories", "The condition of Art. 9(2) relied on"
    ),
)
"""Every question, in the order in which a record shows them."""

BY_KEY: Mapping[str, Question] = {question.key: question for question in QUESTIONS}


def answered(observed: Observed, key: str) -> Entry:
    """Give the controller's answer, or the gap that its absence is."""
    question = BY_KEY[key]
    found = observed.statements.get(key)
    if found is None and (kept := _kept(observed, key)) is not None:
        return kept
    if found is None:
        return Gap(question.article, question.missing, f"State it for the records: {question.ask}.")
    said = f"stated by the controller on {found.at.date().isoformat()}"
    return Stated(found.value, said) if found.applies else NotNeeded(f"{found.value} ({said})")


def _kept(observed: Observed, key: str) -> Entry | None:
    """Give what a register says to a question; None where it says nothing."""
    if observed.entered is None:
        return None
    if key == "breaches":
        found = [one for one in observed.entered if one.register == "breaches"]
        told = sum(bool(one.values.get("told_authority")) for one in found)
        count = f"{len(found)} {'breach is' if len(found) == 1 else 'breaches are'} recorded"
        return Stated(f"{count}, the authority was told of {told}", "register of breaches")
    screened = observed.final("screenings")
    required = [one for one in screened if one.values.get("outcome") == "required"]
    if key == "dpia" and screened:
        outcomes = [(one.values.get("about", ""), one.values.get("outcome", "").replace("_", " ")) for one in screened]
        said = "; ".join(": ".join(one) for one in outcomes)
        return Stated(said, f"register of screenings, {listed([one.serial for one in screened], 'and')}")
    if key == "dpia_results" and required:
        said = "; ".join(f"{one.values.get('risks', '')} / {one.values.get('measures', '')}" for one in required)
        return Stated(said, f"register of screenings, {listed([one.serial for one in required], 'and')}")
    if key == "consultation" and required:
        asked = [one.values["consulted"] for one in required if one.values.get("consulted")]
        if asked:
            return Stated(f"consulted on {listed(asked, 'and')}", "register of screenings")
        if all(one.values.get("high_risk") == "no" for one in required):
            return NotNeeded("no high risk remains (register of screenings)")
    return None
