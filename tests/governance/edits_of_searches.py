"""Small edits of the clinic that checks of readings, recipients, laws, dead rules, promises and sentences find, or do
not; what is told of each stands word for word in tests/governance/told.
"""

from code_fixtures import (
    AGE,
    CHANGES,
    CHILDREN,
    FACTS,
    HEADER,
    KEEP,
    OPTED,
    OWN,
    POLICY,
    PROHIBITIONS,
    PROMISES,
    REGIMES,
    REMIND,
    RIGHTS,
    RULES,
    SEALED,
    SHARING,
    TEXT,
    UNSURE,
    VISITS,
    WORDS,
    Edit,
)
from edits_of_rules import CCPA, COOKIES, PRINTER, SECOND_LAW, activity, cookie

DECIDED = '    decided_on: "2026-02-01"\n'
SIGNING = "    needs: legal_signoff\n    decided_by: the board"
ADVERTS = (WORDS, "{label: remind of appointments,", "{label: remind, fides: marketing.advertising.first_party,")
OUTSIDER = (WORDS, "third_party, expect: unreachable", "third_party")
UNLESS_OURS = (
    RULES, "to: role:third_party\n", "to: role:third_party\n    unless: {recipient.own_purposes: false}\n",
)  # fmt: skip
FACT_OWN = (WORDS, FACTS, OWN)
TO_ALL = (RULES, "to: laboratory", "to: [laboratory, anybody_else]")


def prohibition(name: str, rest: str) -> Edit:
    """One prohibition more, as the first."""
    entry = f"  - id: {name}\n    label: it is not done\n{rest}    clauses: [c2.4]\n"
    return (RULES, PROHIBITIONS, PROHIBITIONS + entry)


def promise(claim: str) -> Edit:
    """One promise more, as the first."""
    return (PROMISES, "promises:\n", f"promises:\n  - {{id: P09, say: It is so., quote_of: [c2.4], {claim}}}\n")


READINGS_TOLD: list[tuple[str, list[Edit]]] = [
    ("A02-nobody on a day", [(POLICY, "    decided_by: the board of the clinic\n", "")]),
    ("A02-somebody on no day", [(POLICY, DECIDED, "")]),
    ("A03-signed by nobody", [(POLICY, "    decided_by: the board", f'    signed_on: "2026-02-01"\n{SIGNING}')]),
    ("A03-signed on no day", [(POLICY, "    decided_by: the board", f"    signed_by: a lawyer\n{SIGNING}")]),
    ("A03-signed tomorrow",
     [(POLICY, "    decided_by: the board", f'    signed_by: a lawyer\n    signed_on: "2026-11-24"\n{SIGNING}')]),
    ("A03-signed today",
     [(POLICY, "    decided_by: the board", f'    signed_by: a lawyer\n    signed_on: "2026-11-23"\n{SIGNING}')]),
    ("X01-a reading that names one of the sentences",
     [(RULES, PROHIBITIONS, f"{PROHIBITIONS}{SEALED}    resolves: [AMB-02]\n"),
      (POLICY, REGIMES, UNSURE.format("c3.3"))]),
    ("X01-a reading that names the other sentence",
     [(RULES, PROHIBITIONS, f"{PROHIBITIONS}{SEALED}    resolves: [AMB-02]\n"),
      (POLICY, REGIMES, UNSURE.format("c2.3"))]),
    ("X01-two prohibitions against two activities",
     [prohibition("F-ONE", "    on: patient.*\n"),
      (RULES, "  - id: F-LAB\n", "  - id: F-TWO\n    label: two\n    on: patient.contact\n    unless: {actor.role:"
                                 " other}\n"
         "    clauses: [c2.4]\n  - id: F-LAB\n")]),
    ("X01-a settled pair, then one that is not",
     [(RULES, PROHIBITIONS, f"{PROHIBITIONS}{SEALED}    resolves: [AMB-02]\n"),
      (POLICY, REGIMES, UNSURE.format("c2.3, c3.3")),
      (RULES, "  - id: F-LAB\n", "  - id: F-TWO\n    label: two\n    do: share\n    on: lab.*\n    clauses:"
                                 " [c2.4]\n  - id: F-LAB\n")]),
    ("X01-of a cookie", [*cookie(), prohibition("F-SHUT", "    do: set_device\n")]),
]  # fmt: skip

SHARING_TOLD: list[tuple[str, list[Edit]]] = [
    ("S01-nothing is known of it", [(SHARING, "  laboratory: {", "  patient: {")]),
    ("S01-a contract without an end", [(SHARING, ' contract_until: "2028-12-31",', "")]),
    ("S01-no contract, though with an end", [(SHARING, "contract: laboratory agreement of 2026",
                                              "contract: UNSTATED")]),
    ("S01-no contract, and nothing reaches it",
     [(SHARING, "laboratory agreement of 2026", "UNSTATED"), (RULES, "oblige: [nameless]", "enabled_by: false")]),
    ("S01-nothing reaches a first, a second has no contract",
     [PRINTER, (SHARING, "laboratory agreement of 2026", "UNSTATED")]),
    ("S02-for any consideration",
     [(WORDS, FACTS, OWN.replace("own_purposes", "consideration")), OUTSIDER, TO_ALL,
      (UNLESS_OURS[0], UNLESS_OURS[1], UNLESS_OURS[2].replace("own_purposes", "consideration"))]),
    ("S02-of two outsiders one",
     [FACT_OWN, OUTSIDER, TO_ALL, UNLESS_OURS,
      (WORDS, "recipients:\n", "recipients:\n  aunt: {label: an aunt, role: third_party, expect: unreachable}\n")]),
    ("S02-ruled out for other facts", [OUTSIDER, TO_ALL, (UNLESS_OURS[0], UNLESS_OURS[1], UNLESS_OURS[2].replace(
        "recipient.own_purposes: false", "recipient.contract: true"))]),
    ("S02-the prohibition is off",
     [FACT_OWN, OUTSIDER, TO_ALL, (UNLESS_OURS[0], UNLESS_OURS[1], f"{UNLESS_OURS[2]}    enabled_by: false\n")]),
    ("S02-only reading is ruled out",
     [FACT_OWN, OUTSIDER, TO_ALL,
      (RULES, "do: share\n    to: role:third_party\n", f"do: read\n    {UNLESS_OURS[2]}")]),
    ("S02-ruled out for the laboratory alone",
     [FACT_OWN, OUTSIDER, TO_ALL, (RULES, "to: role:third_party\n", "to: laboratory\n    unless:"
                                                                    " {recipient.own_purposes: false}\n")]),
    ("S03-a promise lists categories", [promise("never: {do: contact, on: [lab.sample, lab.report]}")]),
    ("S03-a promise lists recipients",
     [PRINTER, promise("never: {do: contact, to: [laboratory, printer, anybody_else]}")]),
    ("S03-one of each and those of the house",
     [(WORDS, "recipients:\n", "recipients:\n  us: {label: us, role: self}\n  guest: {label: a guest, role:"
                               " data_subject, expect: unreachable}\n"),
      promise("never: {do: contact, to: [laboratory, anybody_else, none, us, patient, guest], on: [lab.sample,"
              " file.notes, visit.*]}")]),
    ("S03-a prohibition lists recipients", [PRINTER, prohibition("F-TWO",
                                                                 "    do: contact\n    to: [laboratory, printer]\n")]),
    ("S03-a promise of what is always done",
     [promise("always_oblige: {do: [collect, store], on: [lab.sample, lab.report], "
              "delete: {from: any, at_most: 3650d}}")]),
    ("S04-by adequacy", [(SHARING, "zones: [local], mechanism: none_needed",
                          "zones: [adequate, third], mechanism: adequacy")]),
    ("S04-to an adequate country", [(SHARING, "zones: [local], mechanism: none_needed",
                                     "zones: [adequate], mechanism: adequacy")]),
    ("S05-it is not to be reached, then one that no sentence names",
     [PRINTER, (WORDS, "role: processor, clauses: [c2.3]}", "role: processor}")]),
    ("S06-advertising in the words of DPV, in two cells",
     [(WORDS, "{label: keep the house safe,", "{label: keep the house safe, dpv: dpv:DirectAdvertising,")]),
    ("S06-advertising where the signal is not read",
     [ADVERTS, (COOKIES, "", "controls: {mechanism: consent_manager, read_signals_as_refusal: [dnt],"
       " clauses: [c2.5]}\n")]),
    ("S06-two purposes, the first of which stops",
     [ADVERTS, (WORDS, FACTS, OPTED), (RULES, REMIND, "when: {consent.reminder: given, subject.opted_out_sale: false}"),
      (WORDS, "{label: keep the house safe,",
       "{label: keep the house safe, fides: marketing.advertising.third_party,")]),
    ("S06-what is never allowed needs no stop", [ADVERTS, (RULES, REMIND,
                                                           "when: {all: [{consent.reminder: given},"
                                                           " {consent.reminder: expired}]}")]),
]  # fmt: skip

LAWS_TOLD: list[tuple[str, list[Edit]]] = [
    ("G02-an opt-out has its own step",
     [SECOND_LAW, (RIGHTS, "rights:\n", "rights:\n  - {id: RT-OUT, label: opting out, right: opt_out_sale, regimes:"
                                        " [ccpa, gdpr],"
                   " fact: subject.objected, clauses: [c4.1]}\n"), (RIGHTS, "  gdpr: {", "  ccpa: {respond: 45"
                                                                                         " days}\n  gdpr: {")]),
    ("G02-an opt-out in time",
     [SECOND_LAW, (RIGHTS, "rights:\n", "rights:\n  - {id: RT-OUT, label: opting out, right: opt_out_sale, regimes:"
                                        " [ccpa],"
                   " fact: subject.objected, clauses: [c4.1]}\n"), (RIGHTS, "  gdpr: {", "  ccpa: {opt_out: 15"
                                                                                      " business days}\n  gdpr: {")]),
    ("G02-no law has a time",
     [SECOND_LAW, (RIGHTS, "  gdpr: {respond: 1 month, extend: 2 months}", "  gdpr: {extend: 2 months}"),
      (RIGHTS, "right: access, regimes: [gdpr]", "right: access, regimes: [ccpa, gdpr]")]),
    ("G03-three times are longer than the law's",
     [SECOND_LAW, (RIGHTS, "  gdpr: {respond: 1 month, extend: 2 months}",
                   "  ccpa: {acknowledge: 11 business days, respond: 45 days, extend: 90 days, opt_out: 16 business"
                   " days}\n"
                   "  gdpr: {respond: 1 month, extend: 3 months, ponder: 9 months}")]),
    ("G04-for one category of several, and then another right",
     [prohibition("F-AWAY", "    do: [export, erase]\n    on: [file.notes, visit.list]\n    for: rights\n   "
                            " unless: {subject.objected: false}\n")]),
    ("G04-only while the data is in a certain state",
     [(WORDS, FACTS, "facts:\n  data.overdue:\n    label: the day\n    values: {\"true\": is over, \"false\": is"
                     " not over}\n"),
      prohibition("F-AWAY", "    do: export\n    for: rights\n    unless: {data.overdue: false}\n")]),
    ("G04-while the job is in a certain state and nobody agreed",
     [(WORDS, FACTS, "facts:\n  job.stage:\n    label: the job\n"
       "    values: {none: is not there, received: has begun}\n"),
      prohibition("F-AWAY", "    do: export\n    for: rights\n    unless: {any: [{job.stage: received},"
                            " {consent.file: given}]}\n")]),
    ("G04-while the job is in a certain state only",
     [(WORDS, FACTS, "facts:\n  job.stage:\n    label: the job\n"
       "    values: {none: is not there, received: has begun}\n"),
      prohibition("F-AWAY", "    do: export\n    for: rights\n    unless: {job.stage: received}\n")]),
    ("G04-after a category of which nothing can be had at all",
     [prohibition("F-AWAY", "    do: export\n    on: visit.*\n    for: rights\n"
                            "    unless: {subject.objected: false}\n"),
      prohibition("F-NEVER", "    do: export\n    on: patient.contact\n    for: rights\n")]),
    ("G05-after an article from which no right follows",
     [(WORDS, "lawful_bases:\n", 'lawful_bases:\n  fame: {label: fame, gdpr: "5"}\n'),
      activity("A-FAME", "read", "visit.list", "    for: safety\n    basis: fame\n"),
      (RIGHTS, "right: objection", "right: object")]),
    ("G05-no European law",
     [(POLICY, "  gdpr:\n    label: General", "  ccpa:\n    label: General"),
      (RIGHTS, "", "deadlines:\n  ccpa: {respond: 45 days}\nrights:\n  - {id: RT-COPY, label: a copy, right: access,"
       " regimes: [ccpa], action: export, clauses: [c4.1, c4.2, c4.3]}\n")]),
    ("G05-three rights are missing",
     [(RIGHTS, "right: portability", "right: carrying"), (RIGHTS, "right: objection", "right: object"),
      (RIGHTS, "right: withdraw_consent", "right: back")]),
    ("G06-two countries and no known one",
     [(POLICY, REGIMES, CHILDREN.format("14, AT: 13, FR: 15, XX: 12, IE: 16").replace("age: 16\n", "age: 15\n"))]),
    ("G06-nobody is asked for consent",
     [(POLICY, REGIMES, CHILDREN.format(14).replace("age: 16\n", "age: 14\n")),
      (WORDS, 'consent: {label: consent, gdpr: "6(1)(a)"', 'consent: {label: consent, gdpr: "6(1)(b)"')]),
    ("G07-every purpose but those of the law and the excepted ones",
     [(POLICY, REGIMES, CHILDREN.format(16)), (WORDS, FACTS, AGE),
      (RULES, "do: [export, update, erase]", "do: [collect, export, update, erase]"),
      prohibition("F-AGE", "    do: collect\n    not_for: treatment\n    unless: {subject.age_band: of_age}\n   "
                           " note: Patients of any age are treated.\n")]),
    ("G07-an exception without a reason",
     [(POLICY, REGIMES, CHILDREN.format(16)), (WORDS, FACTS, AGE),
      prohibition("F-AGE", "    do: collect\n    not_for: treatment\n    unless: {subject.age_band: of_age}\n")]),
    ("G07-an exception of a rule about something else",
     [(POLICY, REGIMES, CHILDREN.format(16)), (WORDS, FACTS, AGE),
      prohibition("F-ELSEWHERE", "    do: contact\n    not_for: treatment\n    unless: {subject.location: eea}\n   "
                                 " note: It is so.\n")]),
    ("G07-a law and a contract", [(POLICY, REGIMES, CHILDREN.format(16)), (WORDS, FACTS, AGE),
                                  activity("A-SEE", "collect", "visit.list",
                                           "    for: safety\n    basis: law\n    named_law: fire law\n"),
                                  prohibition("F-AGE", "    do: collect\n    not_for: safety\n    unless:"
                                                       " {subject.age_band: of_age}\n")]),
    ("G07-a law alone, and an article in another notation",
     [(POLICY, REGIMES, CHILDREN.format(16)), (WORDS, FACTS, AGE),
      (RULES, "do: [export, update, erase]", "do: [collect, export, update, erase]"),
      (RULES, "basis: interests\n    balancing_test: house-safety-2026", "basis: fame"),
      (WORDS, "lawful_bases:\n", 'lawful_bases:\n  fame: {label: fame, gdpr: "9(2)(e)"}\n'),
      prohibition("F-AGE", "    do: collect\n    not_for: [rights, safety]\n"
                  "    unless: {subject.age_band: of_age}\n")]),
    ("G03-a law without limits of its own",
     [(POLICY, REGIMES, CCPA.replace("ccpa", "ukdp")),
      (RIGHTS, "  gdpr: {respond: 1 month", "  ukdp: {respond: 9 months}\n  gdpr: {respond: 2 months")]),
    ("G04-after a right without an action, a category that nobody holds and one that the law makes us hold",
     [(RIGHTS, "rights:\n", "rights:\n  - {id: RT-FIRST, label: asking, right: asking, regimes: [gdpr],"
                            " informational: true,"
       " clauses: [c4.1]}\n"),
      (WORDS, "categories:\n", "categories:\n  a.first: {label: the first, expect: dormant}\n  a.second: {label:"
                               " the second}\n"),
      activity("A-HOLD", "store", "a.second", "    for: safety\n    basis: law\n    named_law: a law\n"),
      (KEEP, VISITS, "of: [patient.*, visit.*, a.*]"),
      prohibition("F-AWAY", "    do: export\n    on: [a.second, visit.*]\n    for: rights\n    unless:"
                            " {subject.objected: false}\n")]),
    ("G08-and no time", [(POLICY, REGIMES, CHANGES.format(13, "true"))]),
    ("G09-written after it holds",
     [(POLICY, HEADER, '  effective: "2026-01-01"\n  supersedes: 0.9.0\n'), (TEXT, "1 March 2026", "1 January 2026")]),
    ("G09-a first version on its day",
     [(POLICY, HEADER, '  effective: "2026-02-01"\n'), (TEXT, "1 March 2026", "1 February 2026")]),
]  # fmt: skip

WEIGHED: list[Edit] = [
    ADVERTS, (RIGHTS, "right: portability", "right: carrying"),
    (POLICY, "    decided_by: the board", f"{SIGNING}"),
    (POLICY, REGIMES, 'allow:\n  - {code: A02, reason: It is looked into., until: "2027-01-01"}\n'
     '  - {code: G02, reason: It is looked into., until: "2026-11-22", about: RT-COPY}\n'
     '  - {code: C09, reason: It is looked into., until: "2026-11-23", about: c2.5}\n'
     '  - {code: C09, reason: It is not looked into., until: "2027-11-23", about: c2.5}\n'
     '  - {code: Z99, reason: It is looked into., until: "2026-11-22"}\n\nregimes:\n'),
    (POLICY, "  email: desk@clinic.example", "  email: at the desk"),
    (TEXT, "2.5 A reminder is", "2.5 A reminder might be"),
]  # fmt: skip
"""What the laws weigh differently, and acceptances of which one has run out, one matches nothing and two the same."""
