"""A name that does not exist is told at the very word, wherever in a policy it stands."""

import pytest
from code_fixtures import KEEP, POLICY, PROMISES, RIGHTS, RULES, SHARING, WORDS, Edit
from test_checks_told import Told, told

LAB_ERASED = "withdraw_erases: [file.notes, lab.sample"
COPY = "right: access, regimes: [gdpr]"

NAMES: list[tuple[str, str, str, str, Told]] = [
    ("R02-a recipient of an activity", RULES, "    to: laboratory\n", "    to: laboratories\n",
     [("R02", RULES, "laboratories")]),
    ("R02-a regime of a basis", RULES, "    basis: contract\n", "    basis: {gdrp: contract}\n",
     [("B01", RULES, "{gdrp"), ("R02", RULES, "contract")]),
    ("R02-a basis under a regime", RULES, "    basis: contract\n", "    basis: {gdpr: contrakt}\n",
     [("R02", RULES, "contrakt")]),
    ("R02-a duty", RULES, "    oblige: [nameless]", "    oblige: [locked, namless]", [("R02", RULES, "namless")]),
    ("K04-an event", KEEP, "after: consent.withdrawn", "after: consent.withdrown",
     [("K04", KEEP, "consent.withdrown")]),
    ("R02-the purpose of a consent", WORDS, "purpose: reminders,", "purpose: reminding,",
     [("B02", RULES, "consent"), ("R02", WORDS, "reminding")]),
    ("R02-what taking a consent back erases", WORDS, LAB_ERASED, f"{LAB_ERASED}s", [("R02", WORDS, "lab.samples")]),
    ("R03-where a regime applies", POLICY, "{subject.location: eea}", "{subject.home: eea}", [("R03", POLICY, "eea")]),
    ("R02-the regime of a right", RIGHTS, COPY, COPY.replace("gdpr", "gdrp"), [("R02", RIGHTS, "gdrp")]),
    ("R03-the fact of a right", RIGHTS, "fact: subject.objected", "fact: subject.objects",
     [("R03", RIGHTS, "subject.objects")]),
    ("R02-the action of a right", RIGHTS, f"{COPY}, action: export", f"{COPY}, action: exprot",
     [("R02", RIGHTS, "exprot")]),
    ("R02-the regime of a deadline", RIGHTS, "  gdpr: {respond", "  gdrp: {respond", [("R02", RIGHTS, "{respond")]),
    ("R02-who a transfer goes to", SHARING, "recipient: laboratory", "recipient: laboratories",
     [("R02", SHARING, "laboratories")]),
    ("R02-whose contract it is", SHARING, "  laboratory: {", "  laboratories: {", [("R02", SHARING, "{contract")]),
    ("R02-the event of a promise", PROMISES, "{from: any", "{from: data.made", [("R02", PROMISES, "data.made")]),
    ("R03-the fact of a promise", PROMISES, "where_not: {consent.reminder:", "where_not: {consent.remind:",
     [("R03", PROMISES, "given")]),
    ("R01-a parameter", RULES, "label: Sending reminders", "label: Sending reminders\n    enabled_by: $heed",
     [("R01", RULES, "$heed"), ("T01", RULES, "$heed")]),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "expected"), [one[1:] for one in NAMES], ids=[one[0] for one in NAMES])
def test_a_name_that_is_not_there_is_told_at_its_word(file: str, old: str, new: str, expected: Told) -> None:
    assert told([(file, old, new)]) == expected


DEVICE = (WORDS, "  store: {label: keep}\n", "  store: {label: keep}\n  set_device: {label: put on the device}\n")
COOKIE = (
    "cookies:\n  - {id: K-1, label: one, class: essential, on: visit.list, for: safety, to: none, basis: law,"
    " consent: null, lifetime: 1d, clauses: [c2.4]}\n"
)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("on: visit.list", "on: visits.list"), ("for: safety", "for: safty"), ("to: none", "to: anyone"),
     ("basis: law", "basis: laws")],
)  # fmt: skip
def test_a_name_that_is_not_there_is_told_at_its_word_in_a_cookie(right: str, wrong: str) -> None:
    def cookie(entry: str) -> list[Edit]:
        return [DEVICE, ("cookies.yaml", "", entry)]

    assert told(cookie(COOKIE)) == [("B09", "cookies.yaml", "law")], "a cookie rests on no law"
    found = told(cookie(COOKIE.replace(right, wrong)))
    assert found[0] == ("R02", "cookies.yaml", wrong.split()[1])


def test_what_is_always_permitted_and_always_forbidden_is_told_once_at_its_permit_or_cookie() -> None:
    forbidding = "prohibitions:\n  - {id: F-SHUT, label: shut, do: DO, on: visit.*, clauses: [c2.4]}\n"
    shut = (RULES, "prohibitions:\n", forbidding)
    listed = [(shut[0], shut[1], shut[2].replace("DO", "[collect, store]"))]
    codes = ("D01", "D06", "X01")
    assert told(listed) == [*((code, RULES, "id") for code in codes), ("M01", RULES, "{id")]
    cookie = COOKIE.replace("basis: law", "basis: contract")
    placed = [DEVICE, ("cookies.yaml", "", cookie), (shut[0], shut[1], shut[2].replace("DO", "set_device"))]
    assert told(placed) == [*((code, "cookies.yaml", "{id") for code in codes), ("M01", RULES, "{id")]
