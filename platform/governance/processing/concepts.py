"""The 47 concepts that European authorities ask for in a record, and how each is judged here.

The list, with the need for controllers, is that of CSM-ROPA (w3id.org/dpcat/csm-ropa), which gathers the templates
of 31 authorities: M mandatory, MC mandatory when it applies, R recommended, O optional. A concept is `filled`,
`missing`, or `not applicable` with the reason; a promise to fill it in a later version is `missing`.
"""

from collections.abc import Callable, Collection, Mapping

from governance.processing.observed import Control
from governance.processing.record import ActivityRow, Cover, Entry, Gap, NoLimit, Stated

FILLED, MISSING, NOT_APPLICABLE = "filled", "missing", "not applicable"
Verdict = tuple[str, str]


class Facts:
    """What the concepts are judged by: the parts of a record, before its coverage is known."""

    def __init__(
        self,
        cover: Cover,
        rows: tuple[ActivityRow, ...],
        measures: tuple[Control, ...],
        rights: int,
        answers: Mapping[str, Entry],
        consents: Collection[str],
    ) -> None:
        self.cover, self.rows, self.measures, self.rights = cover, rows, measures, rights
        self.answers, self.consents = answers, consents
        self.lines = [line for row in rows for line in row.lines]
        self.outside = [line for row in rows for line in row.recipients]
        self.processors = [line for line in self.outside if line.role == "processor"]
        self.abroad = [line for line in self.outside if isinstance(line.countries, Stated | Gap)]
        self.interests = [line for line in self.lines if "(f)" in _value(line.article)]


def _value(entry: Entry) -> str:
    return entry.value if isinstance(entry, Stated) else ""


def _every(entries: list[Entry], where: str, none: str) -> Verdict:
    if not entries:
        return NOT_APPLICABLE, none
    missing = sum(isinstance(entry, Gap) for entry in entries)
    return (MISSING, f"{missing} of {len(entries)} not stated") if missing else (FILLED, where)


def _entry(name: str, where: str) -> Callable[[Facts], Verdict]:
    def judge(facts: Facts) -> Verdict:
        entry: Entry = getattr(facts.cover, name)
        return _judged(entry, where)

    return judge


def _rows(where: str) -> Callable[[Facts], Verdict]:
    return lambda facts: (FILLED, where) if facts.rows else (MISSING, "the policy declares no activity")


def _answer(key: str) -> Callable[[Facts], Verdict]:
    return lambda facts: _judged(facts.answers[key], "what the controller stated")


def _judged(entry: Entry, where: str) -> Verdict:
    if isinstance(entry, Stated):
        return FILLED, where
    return (MISSING, entry.missing) if isinstance(entry, Gap) else (NOT_APPLICABLE, entry.reason)


def _joint(facts: Facts) -> Verdict:
    # The policy names one controller; only a statement of its own can say that there are more.
    found = facts.answers["joint_controllers"]
    return (NOT_APPLICABLE, _NO_JOINT) if isinstance(found, Gap) else _judged(found, "what the controller stated")


def _sources(facts: Facts) -> Verdict:
    return _every(
        [entry for row in facts.rows for line in row.categories for entry in line.sources],
        "(c) of each activity",
        "no category",
    )


def _consents(facts: Facts) -> Verdict:
    if not facts.consents:
        return NOT_APPLICABLE, "no activity rests on consent"
    return FILLED, "consents: each consent of the policy with its numbers; the record of consents is in the service"


def _limits(facts: Facts) -> Verdict:
    limits = [limit for row in facts.rows for limit in row.limits]
    open_ended = sum(isinstance(limit, NoLimit) for limit in limits)
    return (MISSING, f"{open_ended} categories have no limit") if open_ended else (FILLED, "(f) of each activity")


def _special(facts: Facts) -> Verdict:
    named = any("special" in content for row in facts.rows for line in row.categories for content in line.may_contain)
    return (FILLED, "(c): documents may contain them") if named else (MISSING, "no category says whether it holds them")


def _interests(facts: Facts) -> Verdict:
    if not facts.interests:
        return NOT_APPLICABLE, "no activity rests on legitimate interests"
    open_ended = [line.activity for line in facts.interests if isinstance(line.ground, Gap)]
    return (MISSING, f"not named for {', '.join(open_ended)}") if open_ended else (FILLED, "(b), beside the basis")


def _measures(facts: Facts) -> Verdict:
    return (FILLED, "(g), security measures") if facts.measures else (MISSING, "no measure was described")


def _checked(facts: Facts) -> Verdict:
    checked = sum(control.held is not None for control in facts.measures)
    return (FILLED, f"{checked} measures, with what was checked") if checked else (MISSING, "nothing was checked")


_NO_JOINT = "the policy names one controller and no joint one"

CONCEPTS: tuple[tuple[str, str, str, str, str, Callable[[Facts], Verdict]], ...] = (
    ("K01", "5", "Where the personal data lies", "R", "R", _entry("place", "cover")),
    (
        "K02",
        "5(1)",
        "Sources of the data",
        "R",
        "O",
        _sources,
    ),
    (
        "K03",
        "6(1)",
        "Legal basis",
        "M",
        "O",
        lambda facts: _every([line.article for line in facts.lines], "(b) of each activity", "no activity"),
    ),
    ("K04", "6(1)", "Link to the record of consent", "R", "R", _consents),
    ("K05", "9(1)", "Special categories of personal data", "R", "O", _special),
    (
        "K06",
        "9(1)",
        "Vulnerable people",
        "R",
        "O",
        _answer("vulnerable"),
    ),
    ("K07", "22(1)", "Automated decisions and profiling", "R", "R", _answer("automated_decisions")),
    ("K08", "26(1)", "Agreement of joint controllers", "R", "N/A", _joint),
    (
        "K09",
        "28",
        "Processors",
        "R",
        "M",
        lambda facts: (
            (FILLED, "(d) of each activity")
            if facts.processors
            else (NOT_APPLICABLE, "no processor is named in the policy's activities")
        ),
    ),
    (
        "K10",
        "28(3)",
        "Data processing contract",
        "R",
        "R",
        lambda facts: _every([line.contract for line in facts.processors], "(d) of each activity", "no processor"),
    ),
    (
        "K11",
        "28(3)",
        "Contract between controller and processor",
        "R",
        "R",
        lambda facts: _every([line.contract for line in facts.processors], "(d) of each activity", "no processor"),
    ),
    ("K12", "30(1)", "Status of the processing", "M", "M", _rows("state of each activity")),
    ("K13", "32", "How measures are put into practice", "R", "R", _checked),
    ("K14", "32", "Security measures", "R", "R", _measures),
    ("K15", "32", "Technologies used", "R", "R", _answer("technologies")),
    ("K16", "33(5)", "Personal data breaches", "R", "R", _answer("breaches")),
    ("K17", "35", "Risk management", "R", "O", _answer("risks")),
    ("K18", "35", "Results of impact assessments", "R", "O", _answer("dpia_results")),
    ("K19", "35", "The impact assessment that applies", "R", "R", _answer("dpia")),
    ("K20", "36(1)", "Impact assessments", "R", "R", _answer("dpia")),
    ("K21", "36(1)", "Prior consultations", "R", "R", _answer("consultation")),
    ("K22", "37(6)", "Organisation of an external data protection officer", "R", "R", _entry("dpo", "cover")),
    ("K23", "-", "Name of the business process", "O", "O", _rows("name of each activity")),
    ("K24", "-", "Owner of the process", "M", "M", _answer("owner")),
    ("K25", "-", "Type of processing", "O", "O", _rows("actions of each activity")),
    (
        "K26",
        "13, 14, 15",
        "Rights of the people concerned",
        "R",
        "O",
        lambda facts: (FILLED, "rights of the people concerned") if facts.rights else (MISSING, "no right is declared"),
    ),
    (
        "K27",
        "28, 30(1)(c)",
        "Categories of data that go to others",
        "R",
        "R",
        lambda facts: (
            (FILLED, "(c) and (d) of each activity") if facts.outside else (NOT_APPLICABLE, "nothing goes to others")
        ),
    ),
    ("K28", "30(1)(a)", "Contact of the data protection officer", "MC", "MC", _entry("dpo", "cover")),
    ("K29", "30(1)(a)", "Representative", "MC", "N/A", _entry("representative", "cover")),
    ("K30", "30(1)(a)", "Contact of the representative", "MC", "N/A", _entry("representative", "cover")),
    ("K31", "30(1)(a)", "Name of the joint controller", "MC", "N/A", _joint),
    ("K32", "30(1)(a)", "Contact of the joint controller", "MC", "N/A", _joint),
    (
        "K33",
        "30(1)(b)",
        "Purposes",
        "M",
        "O",
        lambda facts: _every([row.purpose for row in facts.rows], "(b) of each activity", "no activity"),
    ),
    ("K34", "30(1)(b)", "Main and auxiliary processing", "O", "O", _answer("main_processing")),
    ("K35", "30(1)(c)", "Categories of personal data", "M", "M", _rows("(c) of each activity")),
    (
        "K36",
        "30(1)(c)",
        "Categories of people",
        "M",
        "M",
        lambda facts: _every(
            [entry for row in facts.rows for entry in row.subjects], "(c) of each activity", "no activity"
        ),
    ),
    (
        "K37",
        "30(1)(d)",
        "Categories of recipients",
        "MC",
        "MC",
        lambda facts: (
            (FILLED, "(d) of each activity")
            if facts.outside
            else (NOT_APPLICABLE, "nobody outside the controller receives data")
        ),
    ),
    (
        "K38",
        "30(1)(e)",
        "Transfers to third countries",
        "MC",
        "MC",
        lambda facts: _every([line.countries for line in facts.abroad], "(e) of each activity", "no transfer"),
    ),
    (
        "K39",
        "30(1)(e)",
        "Safeguards of transfers",
        "MC",
        "MC",
        lambda facts: _every([line.safeguard for line in facts.abroad], "(e) of each activity", "no transfer"),
    ),
    ("K40", "30(1)(f)", "Periods of storage and erasure", "M", "O", _limits),
    ("K41", "30(1)(g)", "Technical and organisational measures", "M", "M", _measures),
    ("K42", "30(1)(a)", "Contact of the controller", "M", "M", _entry("contact", "cover")),
    ("K43", "30(1)(a)", "Data protection officer", "MC", "MC", _entry("dpo", "cover")),
    (
        "K44",
        "44 to 47",
        "Nature of transfers",
        "MC",
        "MC",
        lambda facts: _every([line.safeguard for line in facts.abroad], "(e) of each activity", "no transfer"),
    ),
    ("K45", "6(1)(f)", "Legitimate interests", "R", "R", _interests),
    ("K46", "6(1)(f)", "Assessment of legitimate interests", "R", "R", _interests),
    ("K47", "6, 14, 30(1)(b)", "Combination of data", "R", "O", _answer("combination")),
)
