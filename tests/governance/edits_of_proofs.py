"""Small edits of the clinic that checks of dead rules, promises and sentences find, or do not; what is told of each
stands word for word in tests/governance/told.
"""

from code_fixtures import (
    HEADER,
    KEEP,
    LAST_PARAGRAPH,
    POLICY,
    PROHIBITIONS,
    PROMISES,
    REGIMES,
    REMIND,
    RIGHTS,
    RULES,
    SHARING,
    TEXT,
    TWIN,
    UNSURE,
    WORDS,
    Edit,
)
from edits_of_rules import COOKIES, DEVICE, SAFETY, activity, cookie
from edits_of_searches import prohibition, promise

EXCLUDING = (WORDS, "{label: keep it under lock,", "{label: lock it up, excludes: [nameless],")
CARE = "when: {actor.role: [owner, service]}\n    clauses: [c2.1]"
OWED = (RULES, CARE, f"oblige: [nameless]\n    {CARE}")
SHUT = prohibition("F-SHUT", "    on: visit.*\n")

DEAD_TOLD: list[tuple[str, list[Edit]]] = [
    ("D01-by two together",
     [prohibition("F-ONE", "    do: contact\n    unless: {actor.role: [owner, service]}\n"),
      (RULES, "  - id: F-LAB\n", "  - id: F-TWO\n    label: two\n    do: contact\n    unless: {actor.role: other}\n"
       "    clauses: [c2.4]\n  - id: F-LAB\n")]),
    ("D01-in one of two cells only", [prohibition("F-ONE", "    do: read\n    on: patient.contact\n")]),
    ("D01-one that contradicts itself, and a second one that is forbidden",
     [(RULES, CARE, CARE.replace("{actor.role: [owner, service]}",
                                 "{all: [{actor.role: owner}, {actor.role: other}]}")), SHUT]),
    ("D02-one that is off", [prohibition("F-OFF", "    do: contact\n    to: laboratory\n    enabled_by: false\n")]),
    ("D02-two that forbid the same",
     [(RULES, "  - id: F-LAB\n", "  - id: F-LAB2\n    label: two\n    do: share\n    to: laboratory\n"
       "    unless: {recipient.contract: true}\n    clauses: [c2.3]\n  - id: F-LAB\n")]),
    ("D03-by two together",
     [(RULES, CARE, CARE.replace("[owner, service]", "owner")),
      activity("A-TWO", "[read, store, collect]", "patient.*", "    for: treatment\n    basis: contract\n    when:"
                                                               " {actor.role: service}\n"),
      (RULES, "  - id: A-FILE\n", "  - id: A-BOTH\n    label: both\n    do: read\n    on: patient.*\n    for:"
                                  " treatment\n"
         "    basis: contract\n    when: {actor.role: [owner, service]}\n    clauses: [c2.1]\n  - id: A-FILE\n")]),
    ("D03-by one in one cell and another in the other",
     [activity("A-SOME", "[read, contact]", "patient.contact",
               "    for: treatment\n    basis: contract\n    when: {actor.role: service}\n"),
      (RULES, "  - id: A-FILE\n", "  - id: A-MORE\n    label: more\n    do: contact\n    on: patient.*\n    for:"
                                  " treatment\n"
       "    basis: contract\n    clauses: [c2.1]\n  - id: A-FILE\n")]),
    ("D03-of a cookie by a cookie",
     [DEVICE, (COOKIES, "", cookie()[1][2] + cookie(("K-1", "K-2"))[1][2].removeprefix("cookies:\n"))]),
    ("D03-with more duties", [(RULES, PROHIBITIONS, TWIN.format("    oblige: [locked]\n"))]),
    ("D03-in one of two cells",
     [activity("A-SOME", "read", "[patient.contact, visit.list]", "    for: treatment\n    basis: contract\n   "
                                                                  " when: {actor.role: service}\n")]),
    ("D03-never, since it contradicts itself",
     [activity("A-SOME", "read", "patient.contact",
               "    for: treatment\n    basis: contract\n"
               "    when: {all: [{actor.role: owner}, {actor.role: other}]}\n")]),
    ("D04-by two activities in one cell, told once",
     [EXCLUDING, (RULES, PROHIBITIONS, TWIN.format("    oblige: [locked]\n").replace("read\n", "[read, store]\n")),
      OWED]),
    ("D04-by two activities that never meet",
     [EXCLUDING, (RULES, PROHIBITIONS, TWIN.format("    oblige: [locked]\n").replace("role: service", "role: other")),
      OWED]),
    ("D04-by two activities in another cell",
     [EXCLUDING, (RULES, PROHIBITIONS, TWIN.format("    oblige: [locked]\n").replace("for: treatment", "for: safety")),
      OWED]),
    ("D04-where it is forbidden",
     [EXCLUDING, (RULES, PROHIBITIONS, TWIN.format("    oblige: [locked]\n")),
      (RULES, "  - id: F-LAB\n", "  - id: F-TWO\n    label: two\n    do: read\n    on: patient.contact\n   "
                                 " clauses: [c2.4]\n  - id: F-LAB\n"),
      OWED]),
    ("D04-by a cookie and an activity",
     [EXCLUDING, *cookie(), (RULES, "    do: [collect, store]\n    on: visit.list\n",
                             "    do: [collect, store, set_device]\n    on: visit.list\n    oblige: [nameless,"
                             " locked]\n")]),
    ("D05-a prohibition",
     [(RULES, "unless: {subject.objected: false}", "unless: {all: [{subject.objected: true}, {subject.objected:"
                                                   " false}]}")]),
    ("D06-of two prohibitions, in two cells",
     [(RULES, "    unless: {subject.objected: false}\n", ""), SHUT]),
]  # fmt: skip

PROMISES_TOLD: list[tuple[str, list[Edit]]] = [
    ("V01-nothing is always allowed, and nothing obliges",
     [promise("always_allow: {do: contact, for: treatment}"),
      (PROMISES, "always_oblige: {do: [collect, store]", "always_oblige: {do: contact, for: treatment")]),
    ("V01-permitted by one that is off",
     [promise("never: {do: contact, for: safety}"), activity("A-OFF", "contact", "visit.list",
                                                             f"{SAFETY}    enabled_by: false\n")]),
    ("V02-a heading, two sentences, and one that is informational",
     [(TEXT, "## 4. What you can", "## 4. What you can always"),
        (TEXT, LAST_PARAGRAPH, LAST_PARAGRAPH.replace("can", "can never") + "\n4.4 We always wish you well.\n"),
        (TEXT, "4.2 You can", "4.2 Nobody but you can only"),
        (POLICY, REGIMES, "informational:\n  c4.4: A courtesy that obliges nobody.\n\nregimes:\n")]),
    ("V03-with what is left out", [promise("never: {do: [collect, store], on: visit.*, where: {subject.objected:"
                                           " [true, false]}, "
                                           "where_not: {subject.objected: false}}")]),
    ("V03-with a condition that takes some away",
     [promise("never: {do: [collect, store], on: visit.*, where: {subject.location: eea}, where_not:"
              " {subject.objected: false}}")]),
    ("V03-with a condition that takes none away",
     [promise("never: {do: [collect, store], on: visit.*, where: {any: [{subject.objected: true},"
              " {subject.location: eea}]}, "
              "where_not: {subject.objected: false}}")]),
    ("V03-of what is taken back", [promise("never: {do: [collect, store], on: visit.*, where_any_withdrawn: true,"
                                           " where_not: {subject.objected: false}}")]),
    ("V03-of a prohibition that is off", [(RULES, "    unless: {subject.objected: false}\n",
                                           "    unless: {subject.objected: false}\n    enabled_by: false\n")]),
    ("V03-of what is always allowed", [promise("always_allow: {do: [collect, store], on: visit.*, where:"
                                               " {subject.objected: false}}")]),
    ("M01-one that is off", [prohibition("F-OFF", "    do: contact\n    enabled_by: false\n")]),
    ("M01-in the second of two cells", [prohibition("F-TWO", "    do: [collect, store]\n    on: [patient.*,"
                                                             " visit.*]\n    unless: {actor.role: service}\n")]),
    ("M01-where two forbid", [prohibition("F-TWO", "    do: store\n    on: visit.*\n    unless: {subject.objected:"
                                                   " false, actor.role: service}\n"),
                              promise("never: {do: store, on: visit.*, where_not: {actor.role: service}}")]),
    ("M01-a promise that holds without it", [prohibition("F-TWO",
                                                         "    do: contact\n    unless: {actor.role: service}\n")]),
    ("M01-a promise elsewhere", [prohibition("F-TWO", "    do: contact\n    unless: {actor.role: service}\n"),
                                 promise("never: {do: erase, where_not: {actor.role: [owner, service]}}")]),
    ("M01-a promise of an end that it holds back",
     [prohibition("F-TWO", "    do: store\n    on: lab.*\n    unless: {actor.role: other}\n"),
      (PROMISES, "at_most: 3650d", "at_most: 365d"),
      (KEEP, "    keep: 0s", "    keep: 1d")]),
    ("M01-a promise about what is taken back",
     [prohibition("F-BACK", "    do: read\n    on: patient.*\n"
                  "    unless: {consent.file: [never, given, stale, expired]}\n"),
      promise("never: {do: read, on: patient.*, where_any_withdrawn: true}")]),
    ("M01-a promise of an end that comes anyway",
     [prohibition("F-TWO", "    do: store\n    on: patient.*\n    unless: {actor.role: service}\n")]),
]  # fmt: skip

SENTENCES_TOLD: list[tuple[str, list[Edit]]] = [
    ("C01-in every kind of entry",
     [(RULES, "  - id: A-CARE\n", "  - id: A-CARE\n    quote: not one\n"),
      (RULES, "  - id: F-FILE\n", "  - id: F-FILE\n    quote: not two\n"),
      (KEEP, "  - id: R-FILE\n", "  - id: R-FILE\n    quote: not three\n"),
      (WORDS, "{label: samples,", "{label: samples, quote: not four,"),
      (WORDS, "{label: remind of appointments,", "{label: remind, quote: not five,"),
      (WORDS, "{label: the laboratory,", "{label: the laboratory, quote: not six,"),
      (WORDS, '{label: contract, gdpr: "6(1)(b)",', '{label: contract, gdpr: "6(1)(b)", quote: not seven,'),
      (WORDS, "reminder: {label: reminders,", "reminder: {label: reminders, quote: not eight,"),
      (WORDS, "{label: keep it under lock,", "{label: lock it, quote: not nine,"),
      (SHARING, "label: Samples,", "label: Samples, quote: not ten,"),
      (RIGHTS, "label: correction,", "label: correction, quote: not eleven,"),
      (PROMISES, "quote: and nobody else", "quote: not twelve"),
      *cookie(("label: one", "label: one, quote: not thirteen"))]),
    ("C01-a quote of the second clause, and of a clause that is not cited",
     [(WORDS, "label: destroy what is due,", "label: destroy, quote: All else goes,"),
      (WORDS, "{label: samples,", "{label: samples, quote: All else goes,")]),
    ("C05-what is kept elsewhere and what is informational is not there, nor is what a reading is about",
     [(PROMISES, "promises:\n", "kept_elsewhere:\n  c4.44: Somebody else takes care of it.\n  c1.1: Somebody else"
                                " takes care of it.\n\npromises:\n"),
      (POLICY, REGIMES, "informational:\n  c5.5: A courtesy that obliges nobody.\n  x: A courtesy that obliges"
                        " nobody.\n\nregimes:\n"),
      (POLICY, "    clauses: [c3.2]\n    issue", "    clauses: [c3.2, c3.22]\n    issue")]),
    ("R02-a reading that is not declared is settled, and two that are declared are not",
     [(POLICY, "    resolves: [AMB-01]\n", "    resolves: [AMB-01, AMB-11]\n"),
      (POLICY, REGIMES, UNSURE.format("c2.5").replace("\nregimes", "  AMB-03:\n    clauses: [c2.5]\n    issue: It"
                                                                   " is open.\n"
                                                      "    resolution: It is closed.\n\nregimes"))]),
    ("C05-names unlike any other",
     [(RULES, "clauses: [c2.4]", "clauses: [zebra]"), (POLICY, "    resolves: [AMB-01]\n", "    resolves: zebra\n")]),
    ("C06-a long sentence is cut", [(TEXT, LAST_PARAGRAPH, f"{LAST_PARAGRAPH}\n4.4 We wish you and all your kin and"
                                                           f" all your friends and their kin and friends well.\n"),
                                    (RIGHTS, "clauses: [c4.3]", "clauses: [c4.2]")]),
    ("C07-four words that are no sentence, and three that are",
     [(TEXT, LAST_PARAGRAPH, f"{LAST_PARAGRAPH}\n4.4 We wish you well.\n\n4.5 Farewell.\n\n4.6 Goodbye.\n"),
      (POLICY, REGIMES, 'informational:\n  c4.4: It obliges nobody here\n  c4.5: It obliges nobody.\n  c4.6: "It'
                        ' obliges nobody really. "\n\nregimes:\n'),
      (PROMISES, "promises:\n", "kept_elsewhere:\n  c4.3: The authority does.\n\npromises:\n")]),
    ("C08-one of each kind", [(RULES, "    clauses: [c2.5]\n", ""), (RULES, "    clauses: [c3.3]\n", ""),
                              (KEEP, "    clauses: [c3.2]\n", ""),
                              *cookie((", clauses: [c2.4]", ""))]),
    ("C08-the law is its source",
     [(RULES, "    clauses: [c2.5]\n", "    source: law\n    named_law: a law\n"),
      (KEEP, "    clauses: [c3.2]\n", "    source: law\n    named_law: a law\n")]),
    ("C09-in a heading, in a reading, in a courtesy and twice in a sentence",
     [(TEXT, "## 4. What you can ask of us", "## 4. What you might ask"),
      (TEXT, "2.5 A reminder is sent", "2.5 A reminder might be sent"),
      (TEXT, LAST_PARAGRAPH, f"{LAST_PARAGRAPH}\n4.4 You may go in certain circumstances.\n\n4.5 This may hold As"
                             f" Needed, might it?\n"),
      (POLICY, REGIMES, UNSURE.format("c2.5").replace("\nregimes", "\ninformational:\n  c4.4: A courtesy that"
                                                                   " obliges nobody.\n\nregimes")),
      (RULES, REMIND, f"{REMIND}\n    resolves: [AMB-02]"), (RIGHTS, "clauses: [c4.3]", "clauses: [c4.3, c4.5]")]),
    ("C10-one of each kind",
     [(RULES, "    clauses: [c2.5]\n", "    source: law\n    clauses: [c2.5]\n"),
      (RULES, "    clauses: [c3.3]\n", "    source: law\n    clauses: [c3.3]\n"),
      (KEEP, "    clauses: [c3.2]\n", "    source: law\n    clauses: [c3.2]\n"),
      *cookie(("label: one", "label: one, source: law")),
      (RIGHTS, "label: correction,", "label: correction, source: law,")]),
    ("C11-a day, an address, an hour, a mailbox and a clause",
     [(TEXT, "2.4 To keep", "2.4 As 4.1 and section 3 and 2.4 say, on 2026-03-01 or March 2026 or February 1, 2026"
                            " or 1 February 2026, at"
       " 4 Elm Street, to keep"),
      (TEXT, "2.5 A reminder", "2.5 See https://clinic.example/more, or else a reminder"),
      (TEXT, "4.3 You can", "4.3 At 14:30, or with other@clinic.example. You can"),
      (TEXT, "2.3 Under", "2.3 For 3650 days (about 10 years) and 13650 days, under"),
      (TEXT, "## 3. How long", "## 3. How 77 long")]),
    ("C11-a day whose month is said, too",
     [(POLICY, HEADER, '  effective: "2026-03-17"\n'), (TEXT, "1 March 2026", "17 March 2026"),
      (TEXT, "2.4 To keep", "2.4 In March 2026, on March 17, 2026 and on 18 March 2026, to keep")]),
]  # fmt: skip

LOCKED_TOLD: list[tuple[str, list[Edit], list[tuple[str, str]]]] = [
    ("M02-one permit, one prohibition and one end are not as reviewed", [],
     [("A-LIST when always", "A-LIST when actor.role=owner"),
      ("F-LAB unless recipient.contract=true", "F-LAB unless never"),
      ("R-VISIT patient.appointment,", "R-VISIT "), ("R-FILE file.notes", "R-FILES file.notes")]),
    ("M02-two cells are not as reviewed", [],
     [("collect visit.list safety none | A-LIST | F-OBJECT | R-VISIT",
       "collect visit.list safety none | A-LIST | - | R-VISIT"),
      ("read patient.contact treatment none | A-CARE |",
       "read patient.contact treatment none | A-ASKED,A-CARE,A-LAB |")]),
    ("M02-a cell was not there, and another is no longer", [],
     [("store visit.list safety none | A-LIST | F-OBJECT | R-VISIT\n", ""),
      ("share lab.sample treatment laboratory |", "share lab.samples treatment laboratory |")]),
    ("M02-a permit, a prohibition, an end and a heading that nobody knows", [],
     [("A-LIST when always", "A-GONE when never | gdpr:law | -\nA-LIST when always"),
      ("F-LAB unless", "F-GONE unless never\nF-LAB unless"),
      ("R-VISIT pat", "R-GONE - | data.created+1 | delete\nR-VISIT pat"),
      ("# 61 cells", "# secrets: rule\nS-GONE when never\n\n# 61 cells")]),
    ("M02-a prohibition that is off", [(RULES, "    unless: {subject.objected: false}\n",
                                        "    unless: {subject.objected: false}\n    enabled_by: false\n")], []),
    ("M02-a cookie", cookie(), [("K-1 when always", "K-1 when never")]),
    ("M02-a name that is the end of another", [], [("| A-CARE | - | R-VISIT\ncollect patient.contact",
                                                    "| XA-CARE | - | R-VISIT\ncollect patient.contact")]),
]  # fmt: skip
"""With the surface of the policy as edited (of M02-…-off: of the untouched clinic), changed at these places."""
