"""Small edits of the clinic that checks of words, bases, ends and recipients find, or do not; what is told of each
stands word for word in tests/governance/told.
"""

from code_fixtures import (
    ASKED,
    FACTS,
    KEEP,
    LIST,
    POLICY,
    PROHIBITIONS,
    REGIMES,
    REMIND,
    RIGHTS,
    RULES,
    TEXT,
    VISITS,
    WORDS,
    Edit,
)

COOKIES = "cookies.yaml"
DEVICE = (WORDS, "  store: {label: keep}\n", "  store: {label: keep}\n  set_device: {label: put on the device}\n")
COOKIE = (
    "cookies:\n  - {id: K-1, label: one, class: essential, on: visit.list, for: safety, to: none, basis: contract,"
    " consent: null, lifetime: 1d, clauses: [c2.4]}\n"
)
BADGE = (WORDS, "\npurposes:\n", "  visit.badge: {label: badges, clauses: [c2.4]}\n\npurposes:\n")
CCPA = (
    "regimes:\n  ccpa:\n    label: the Californian law\n    applies_if: {subject.location: elsewhere}\n"
    "    unknown_location: applies\n"
)
SECOND_LAW = (POLICY, REGIMES, CCPA)


def cookie(*changes: tuple[str, str]) -> list[Edit]:
    entry = COOKIE
    for old, new in changes:
        assert old in entry
        entry = entry.replace(old, new)
    return [DEVICE, (COOKIES, "", entry)]


def activity(name: str, do: str, on: str, rest: str) -> Edit:
    """One activity more, as the last."""
    entry = f"  - id: {name}\n    label: doing more\n    do: {do}\n    on: {on}\n{rest}    clauses: [c2.4]\n\n"
    return (RULES, PROHIBITIONS, entry + PROHIBITIONS)


SAFETY = "    for: safety\n    basis: contract\n"
REMINDING = "    for: reminders\n    basis: consent\n    when: {consent.reminder: given}\n"
ENDING = "events:\n  job.over: {{label: it is over, ends: {{fact: {}, running: [{}], ended: [{}]}}}}\n"


def ending(fact: str, running: str, ended: str) -> Edit:
    return (WORDS, "events:\n", ENDING.format(fact, running, ended))


def event_after(one: Edit, fact: str) -> Edit:
    """The same, and a second event that is not right either."""
    return (one[0], one[1], one[2] + ENDING.format(fact, "owner", "owner").replace("events:\n  job.over", "  job.done"))


PRINTER = (WORDS, "recipients:\n", "recipients:\n  printer: {label: a printer, role: processor}\n")

WORDS_TOLD: list[tuple[str, list[Edit]]] = [
    ("U04-a parameter is spoken of in the text alone",
     [(TEXT, "3.2 All else goes after {$visit_retention}.", "3.2 All else goes after {$visit_retention}, {$unheard}."),
      (POLICY, "  file_retention:\n", "  unheard: {label: x, type: bool, value: true}\n  file_retention:\n")]),
    ("U06-values that are never, and a fact that nobody supplies",
     [(WORDS, FACTS, "facts:\n  job.mood: {label: it, values: {good: is good}}\n"),
      (WORDS, "other: is somebody else}", "other: is somebody else, servise: x, zombie: y}"),
      (WORDS, "subject.location:\n", "subject.locations:\n")]),
    ("R06-a fact has the value unknown",
     [(WORDS, "other: is somebody else}", "other: is somebody else, unknown: nobody knows}")]),
    ("R05-three in a circle, and one beside it",
     [(WORDS, "{label: samples,", "{label: samples, derived_from: [file.notes],"),
      (WORDS, "{label: the medical file, subjects", "{label: the medical file, derived_from: lab.report, subjects"),
      (WORDS, "{label: the list of visitors,", "{label: the list, derived_from: [lab.sample],")]),
    ("R02-derived from what is not there",
     [(WORDS, "{label: the list of visitors,", "{label: the list, derived_from: [nothing, file.note],")]),
    ("U01-only taken in", [BADGE, activity("A-BADGE", "collect", "visit.badge", SAFETY)]),
    ("U01-only held", [BADGE, activity("A-BADGE", "store", "visit.badge", SAFETY)]),
    ("U01-only placed", [BADGE, DEVICE, activity("A-BADGE", "set_device", "visit.badge", SAFETY)]),
    ("U01-only read", [BADGE, activity("A-BADGE", "read", "visit.badge", SAFETY)]),
    ("U02-dormant, and two activities have it",
     [(WORDS, "{label: keep the house safe,", "{label: keep the house safe, expect: dormant,")]),
    ("U03-one of us is given nothing", [(WORDS, "recipients:\n", "recipients:\n  us: {label: us, role: self}\n")]),
    ("U03-a person is given nothing",
     [(WORDS, "recipients:\n", "recipients:\n  guest: {label: a guest, role: data_subject}\n")]),
    ("U03-an activity that is off gives",
     [PRINTER, activity("A-PRINT", "share", "visit.list", f"    to: printer\n    enabled_by: false\n{SAFETY}")]),
    ("U05-two activities owe", [(RULES, "balancing_test: house", "oblige: [nameless]\n    balancing_test: house")]),
    ("U05-one that is off owes",
     [(RULES, "oblige: [nameless]", "oblige: [nameless]\n    enabled_by: false"),
      (RULES, "balancing_test: house", "oblige: [nameless]\n    balancing_test: house")]),
]  # fmt: skip

BASES_TOLD: list[tuple[str, list[Edit]]] = [
    ("B01-a second law has no basis", [SECOND_LAW, (RULES, "basis: interests", "basis: {gdpr: interests}")]),
    ("B01-neither law has a basis", [SECOND_LAW, (RULES, "basis: interests", "basis: {}")]),
    ("B01-no law is declared, and an activity has no basis",
     [(POLICY, REGIMES, ""), (POLICY, "  gdpr:\n    label: General Data Protection Regulation\n", ""),
      (POLICY, "    applies_if: {subject.location: eea}\n    unknown_location: applies\n", ""), (RIGHTS, "", ""),
      (RULES, "basis: interests", "basis: {}")]),
    ("B02-no consent is for its purpose", [(RULES, "for: reminders", "for: safety")]),
    ("B02-two consents are for its purpose",
     [(WORDS, "consents:\n", "consents:\n  again: {label: again, purpose: reminders, explicit: true, lifetime: 1d}\n"),
      (RULES, REMIND, "when: {actor.role: service}")]),
    ("B02-a second consent will do",
     [(WORDS, "consents:\n", "consents:\n  again: {label: again, purpose: reminders, explicit: true, lifetime: 1d}\n"),
      (RULES, REMIND, "when: {consent.again: given}")]),
    ("B02-under one of two laws", [SECOND_LAW, (RULES, "for: reminders\n    basis: consent\n    when:"
                                                       " {consent.reminder: given}",
                                               "for: reminders\n    basis: {gdpr: contract, ccpa: consent}")]),
    ("B02-the consent could not be read",
     [(WORDS, "purpose: reminders, explicit: false", "purpose: reminders, explicit: maybe"),
      (RULES, REMIND, "when: {actor.role: service}")]),
    ("B03-interests are weighed by law",
     [(WORDS, "requires: [balancing_test]", "requires: [balancing_test, named_law]"),
      (RULES, "    balancing_test: house-safety-2026\n", "")]),
    ("B03-two cells go on against an objection",
     [(RULES, "on: visit.*\n", "on: patient.*\n"), (RULES, "on: visit.list\n    for: safety",
                                                     "on: [visit.list, file.notes]\n    for: safety")]),
    ("B03-one cell goes on against an objection",
     [(RULES, "on: visit.list\n    for: safety", "on: [visit.list, file.notes]\n    for: safety")]),
    ("B03-a cookie rests on interests",
     cookie(("basis: contract", "basis: interests"))),
    ("B04-three purposes",
     [(RULES, REMIND, "when: {consent.reminder: given, consent.file: given}"),
      (RULES, "balancing_test: house", "when: {consent.file: given}\n    balancing_test: house")]),
    ("B04-asked where it is not given",
     [(RULES, REMIND, "when: {consent.reminder: given, consent.file: [given, withdrawn]}")]),
    ("B05-a model is trained",
     [(WORDS, "actions:\n", "actions:\n  train: {label: train a model with}\n"),
      activity("A-TRAIN", "train", "patient.contact", REMINDING)]),
    ("B05-by one that is off",
     [activity("A-OFF", "read", "file.notes", f"{REMINDING}    enabled_by: false\n")]),
    ("B06-a right for this consent alone", [(RIGHTS, "fact: consent.*", "fact: consent.file")]),
    ("B06-what a rule of retention ends need not be named",
     [(WORDS, "withdraw_erases: [file.notes, lab.sample, lab.report]", "withdraw_erases: []")]),
    ("B06-two categories are left",
     [(KEEP, "after: consent.withdrawn", "after: data.created"),
      (WORDS, "withdraw_erases: [file.notes, lab.sample, lab.report]", "withdraw_erases: file.notes")]),
    ("B06-a category that is only read or held by one that is off",
     [(RULES, "do: contact", "do: [contact, collect]"),
      activity("A-OFF", "store", "patient.contact", f"{REMINDING}    enabled_by: false\n")]),
    ("B07-an advertising cookie on a contract", cookie(("class: essential", "class: advertising"))),
    ("B07-an analytics cookie on consent",
     [*cookie(("class: essential", "class: analytics"), ("basis: contract, consent: null",
                                                         "basis: consent, consent: file"))]),
    ("B07-an essential cookie without consent, and an activity with it",
     [*cookie(), activity("A-PLACE", "set_device", "visit.list", REMINDING)]),
    ("B07-a cookie, then an activity without consent",
     [*cookie(), (RULES, LIST, LIST.replace("store", "store, set_device"))]),
    ("B08-two consents",
     [(RULES, "when: {actor.role: [owner, service]}\n    clauses: [c2.1]",
       "when: {consent.file: given, consent.reminder: given}\n    clauses: [c2.1]")]),
    ("B08-a contract for one of two", [activity("A-MORE", "read", "visit.list", REMINDING),
                                       (RULES, "    basis: consent\n    when: {consent.reminder: given}\n   "
                                               " clauses: [c2.5]",
                                   "    basis: contract\n    when: {consent.reminder: given}\n    clauses: [c2.5]")]),
    ("B09-two laws are not named",
     [(RULES, "    named_law: GDPR Art. 5(1)(e)\n", ""), (RULES, "    named_law: GDPR Art. 15 to 20\n", "")]),
]  # fmt: skip

ENDS_TOLD: list[tuple[str, list[Edit]]] = [
    ("K01-taken in and not held", [(RULES, LIST, LIST.replace("[collect, store]", "collect")),
                                   (KEEP, VISITS, "of: patient.*")]),
    ("K01-held and not taken in", [(RULES, LIST, LIST.replace("[collect, store]", "store")),
                                   (KEEP, VISITS, "of: patient.*")]),
    ("K01-two categories of one activity", [(KEEP, VISITS, "of: visit.*")]),
    ("K01-a cookie keeps what has no rule", [*cookie(), BADGE, (COOKIES, "", COOKIE.replace("visit.list",
                                                                                            "visit.badge")),
                                             (KEEP, VISITS, "of: [patient.*, visit.list]")]),
    ("K01-a rule could not be read", [(KEEP, VISITS, "of: patient.*"), (KEEP, "keep: 0s", "keep: soon")]),
    ("K03-an event that is not there", [(KEEP, "ceiling: {event: data.created, keep: $visit",
                                         "ceiling: {event: data.made, keep: $visit")]),
    ("K07-three rules", [
        (KEEP, VISITS, "of: [patient.*, visit.*, file.notes, lab.sample]"),
        (KEEP, "retention:\n", "retention:\n  - id: R-MORE\n    label: more\n    of: file.notes\n    after:"
                               " data.created\n"
         "    keep: 1d\n    ceiling: {event: data.created, keep: 1d}\n    then: delete\n    legal_hold: ignored\n"
         "    clauses: [c3.1]\n")]),
    ("R03-an event ends no fact", [event_after(ending("job.stage", "owner", "service"), "job.stages")]),
    ("K04-no word about a value", [event_after(ending("actor.role", "owner", "other"), "job.stages")]),
    ("K04-two words about a value", [ending("actor.role", "owner, other", "other, service")]),
    ("R04-an event ends what never is", [ending("actor.role", "owner, otter", "other, service, gone")]),
    ("K05-without a rule for what is made",
     [(WORDS, "\npurposes:\n", "  visit.badge: {label: badges, expect: dormant, derived_from: [lab.sample],"
                               " clauses: [c2.4]}\n\npurposes:\n"),
      (KEEP, VISITS, "of: [patient.*, visit.list]")]),
    ("K05-without a rule for what it is made of",
     [(WORDS, "\npurposes:\n", "  visit.badge: {label: badges, expect: dormant, clauses: [c2.4]}\n\npurposes:\n"),
      (WORDS, "{label: samples,", "{label: samples, derived_from: [visit.badge],"),
      (KEEP, VISITS, "of: [patient.*, visit.list]")]),
    ("K05-the second source is gone before",
     [(WORDS, "derived_from: [lab.sample]", "derived_from: [lab.sample, patient.contact, visit.list]"),
      (KEEP, "clauses: [c3.2]", "clauses: [c3.2, c3.1]")]),
    ("K08-neither rule says", [(KEEP, "    legal_hold: suspends\n    clauses: [c3.2]", "    clauses: [c3.2]"),
                               (KEEP, "    legal_hold: suspends\n    clauses: [c3.1]", "    clauses: [c3.1]")]),
    ("K09-the law makes us hold it",
     [(RULES, "basis: interests\n    balancing_test: house-safety-2026", "basis: law\n    named_law: fire law"),
      (RULES, 'erase]\n    on: "*"\n', 'erase]\n    on: "*"\n    not_on: visit.*\n')]),
    ("K09-the law makes only one of two hold it",
     [(RULES, "do: [collect, store]\n    on: visit.list\n    for: safety\n    basis: interests\n    balancing_test:"
              " house-safety-2026",
       "do: store\n    on: visit.list\n    for: safety\n    basis: law\n    named_law: fire law"),
      activity("A-SEE", "collect", "visit.list", SAFETY), activity("A-HOLD", "store", "[patient.contact, file.notes]",
                                                                   "    for: safety\n    basis: law\n    named_law:"
                                                                   " a law\n"),
      (RULES, 'erase]\n    on: "*"\n', 'erase]\n    on: lab.*\n')]),
    ("K09-only against a legal hold",
     [(WORDS, FACTS, 'facts:\n  legal.hold:\n    label: a hold\n    values: {"true": is on, "false": is off}\n'),
      (RULES, ASKED, ASKED.replace("}", ", legal.hold: true}"))]),
    ("K09-what is taken down and not kept",
     [BADGE, activity("A-BADGE", "collect", "visit.badge", SAFETY),
      (RULES, 'erase]\n    on: "*"\n    for: rights',
       'erase]\n    on: "*"\n    not_on: visit.badge\n    for: rights')]),
    ("K09-only to whom it is not", [(RULES, ASKED, "when: {actor.role: service}")]),
]  # fmt: skip
