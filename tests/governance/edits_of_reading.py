"""Small edits of the clinic that cannot be read, name what is not there, or are read all the same; what is told of
each stands word for word in tests/governance/told.
"""

from code_fixtures import (
    ASKED,
    EXAMPLES,
    KEEP,
    LIST,
    POLICY,
    PROHIBITIONS,
    PROMISES,
    REGIMES,
    REMIND,
    RIGHTS,
    RULES,
    SHARING,
    TEXT,
    VISITS,
    WORDS,
    Edit,
)
from edits_of_rules import COOKIE, COOKIES, SECOND_LAW, cookie
from edits_of_searches import promise

UNHEARD = "  unheard: {{label: x, type: {}, value: {}{}}}\n  file_retention:\n"


def parameter(kind: str, value: str, rest: str = "") -> Edit:
    """One parameter more, which nothing uses."""
    return (POLICY, "  file_retention:\n", UNHEARD.format(kind, value, rest))


def enabled_by(test: str) -> Edit:
    return (RULES, REMIND, f"{REMIND}\n    enabled_by: {test}")


BARE: dict[str, str | None] = {
    TEXT: "0.1 So be it.\n", RULES: "", KEEP: "", SHARING: "", RIGHTS: "", PROMISES: "", EXAMPLES: "", WORDS: "",
    POLICY: "schema: proviso-policy/1\n" + "".join(
        f"{section}:\n" + "".join(f"  {key}: x\n" for key in keys.split()) for section, keys in (
            ("policy", "id title language"), ("controller", "name email website legal_entity address dpo"
             " eu_representative"))).replace("policy:\n", 'policy:\n  version: 1.0.0\n  last_updated: "2026-01-01"\n'
        '  effective: "2026-01-01"\n  clauses: [c0.1]\n').replace("controller:\n", "controller:\n  role: controller\n"),
}  # fmt: skip
"""A policy that says nothing."""

FILES_READ: list[tuple[str, dict[str, str | None]]] = [
    ("Y05-nothing is missing where nothing is said", BARE),
    ("Y05-the vocabulary is missing", {**BARE, WORDS: None, RULES: "activities:\n  - {id: A-1, label: x, do: read,"
                                                                   " on: a.*,"
                                       " for: b, basis: c, clauses: [c0.1]}\n"}),
    ("Y05-all that is needed is missing", dict.fromkeys([*BARE, COOKIES])),
    ("Y05-the text and the header are missing", {**BARE, TEXT: None, POLICY: None}),
    ("Y05-what need not be there is missing", dict.fromkeys((SHARING, RIGHTS, PROMISES, EXAMPLES, COOKIES))),
    ("Y05-files that no policy has", {"rule.yml": "a: 1", "zebra.yaml": "a: 1", "unheard-of.yml": "a: 1",
                                      "notes.txt": "a: yes"}),
    ("T01-empty files", {**BARE, POLICY: "", WORDS: "# nothing\n", TEXT: ""}),
    ("T01-files that are no sections", {**BARE, POLICY: "- a", WORDS: "word", RULES: "7", SHARING: "[]",
                                        RIGHTS: "true"}),
    ("T01-sections of another kind in policy.yaml",
     {**BARE, POLICY: "schema: proviso-policy/2\npolicy: 1\ncontroller: [a]\nparameters: []\nambiguities: a\n"
      "informational: []\nallow: {a: b}\nregimes: 1\nchildren: a\nchange_notification: []\nmore: 1\npolice: 1\n"}),
    ("T01-sections of another kind in vocabulary.yaml",
     {**BARE, WORDS: "kinds: []\nactions: []\ncategories: []\npurposes: []\nrecipients: []\nlawful_bases: []\n"
      "consents: []\nduties: []\nevents: []\nfacts: []\nfact: []\n"}),
    ("T01-sections of another kind elsewhere",
     {**BARE, RULES: "activities: {}\nprohibitions: 1\nrules: 1\n", KEEP: "retention: {a: b}\n",
      SHARING: "recipient_details: []\ntransfers: {}\n", COOKIES: "cookies: {}\ncontrols: []\n",
      RIGHTS: "scope: []\ndeadlines: []\nrights: {}\n", PROMISES: "promises: {}\nkept_elsewhere: []\n",
      EXAMPLES: "given: []\nexamples: {}\n"}),
    ("C04-a text without clauses", {**BARE, TEXT: "Title of nothing\n"}),
]  # fmt: skip

PARSING_TOLD: list[tuple[str, list[Edit]]] = [
    ("T01-no schema", [(POLICY, "schema: proviso-policy/1\n", "")]),
    ("T01-no header and no controller", [(POLICY, "policy:\n", "policies:\n"), (POLICY, "controller:\n",
                                                                                "controllers:\n")]),
    ("T01-header and controller lack something", [(POLICY, "  language: en\n", ""), (POLICY,
                                          "  website: https://clinic.example\n", "  web: https://clinic.example\n")]),
    ("T01-names that are none", [
        (WORDS, "  contact: {label: write", "  cont act: {label: write"),
        (WORDS, "purposes:\n", "purposes:\n  treatmént: {label: x}\n"),
        (WORDS, "kinds:\n", "kinds:\n  file.*: {label: x}\n  a-b.c_d.e: {label: x}\n  .a: {label: x}\n  a.: {label:"
                            " x}\n"),
        (SHARING, "  laboratory: {", "  role:processor: {")]),
    ("T01-entries that say nothing", [(WORDS, "  locked: {label: keep it under lock, clauses: [c2.2]}", "  locked:"),
                                      (WORDS, "kinds:\n", "kinds:\n  some:\n"),
                                      (SHARING, "  laboratory: {", "  patient:\n  laboratory: {")]),
    ("T01-reasons that are no sentences",
     [(POLICY, REGIMES, "informational:\n  c4.1: 7\n  c4.2: '  '\n  c4.3: [a]\n  c1.1: A courtesy that obliges"
                        " nobody.\n\nregimes:\n"),
      (PROMISES, "promises:\n", "kept_elsewhere:\n  c4.3:\n\npromises:\n")]),
    ("T01-entries without an id", [
        (RULES, "  - id: A-CARE\n    label", "  - label"), (RULES, "prohibitions:\n", "prohibitions:\n  - word\n"),
        (KEEP, "  - id: R-VISIT\n    label", "  - ids: R-VISIT\n    label")]),
    ("Y02-ids that are taken", [
        (RULES, "  - id: A-FILE\n", "  - id: A-CARE\n"), (RULES, "  - id: F-ELSE\n", "  - id: F-FILE\n"),
        (PROMISES, "{id: P03,", "{id: P01,")]),
    ("Y02-an id that is taken, and a mistake after it",
     [(RULES, "  - id: A-FILE\n", "  - id: A-CARE\n"), (RULES, "do: contact", "doo: contact")]),
    ("T01-acceptances, of which the second is wrong",
     [(POLICY, REGIMES, 'allow:\n  - {code: D02, reason: It is looked into., until: "2027-01-01", about: F-FILE}\n '
                        ' - {code: D02}\n'
       '  - {code: Z99, reason: It is looked into., until: "2027-01-01"}\n\nregimes:\n')]),
    ("T04-times that are none", [
        (RIGHTS, "{respond: 1 month, extend: 2 months}", "{respond: 0 months, extend: 3, ponder: 1 month or more}")]),
    ("T01-times without names", [(RIGHTS, "  gdpr: {respond: 1 month, extend: 2 months}",
                                  "  gdpr: 1 month\n  ccpa: {respond: 45 days}")]),
    ("T03-a scope that is none", [(RIGHTS, "scope: everyone", "scope: all")]),
    ("T03-a scope by location", [(RIGHTS, "scope: everyone", "scope: by_location")]),
    ("T01-sections that nobody reads", [
        (POLICY, REGIMES, "regime:\n"), (RULES, PROHIBITIONS, "prohibition:\n"),
        (KEEP, "retention:\n", "zebra: 1\nretention:\n"),
        (RIGHTS, "deadlines:\n", "deadline:\n")]),
    ("R01-words of the text that are no parameters",
     [(TEXT, "3.2 All else goes after {$visit_retention}.", "3.2 All else goes after {$visits_retention} or"
                                                            " {$zebra} or {$Zebra}."),
      (TEXT, "4.3 You can", "4.3 After {$zebra} you can")]),
    ("R01-a parameter that could not be read is spoken of", [(POLICY, "value: 365d", "value: 3 years")]),
    ("T02-parameters outside their range, at its ends and without one", [
        (POLICY, "value: 3650d\n", "value: 364d\n"), (POLICY, "    range: [30d, 730d]\n", "    range: [365d, 365d]\n"),
        parameter("int", "3")]),
    ("T02-a number above its range", [parameter("int", "3", ", range: [1, 2]")]),
    ("T01-a number that is a word, a yes or a fraction", [
        parameter("int", '"3"', ", range: [1, 4]"), (POLICY, "  file_retention:\n",
                                                     "  unfelt: {label: x, type: int, value: true, range: [0, 4]}\n"
                                                     "  unsaid: {label: x, type: int, value: 1.5, range: [0, 4]}\n "
                                                     " file_retention:\n")]),
    ("T03-a choice that is none", [parameter("enum", "reed", ", of: [red, green]")]),
    ("T03-a choice unlike all others", [parameter("enum", "7", ", of: [red, green]")]),
    ("T03-a choice among nothing", [parameter("enum", "red")]),
    ("T01-a yes that is a word", [parameter("bool", '"true"')]),
    ("K06-a duration without a range", [parameter("duration", "1d")]),
    ("R01-parameters that rest on others, in a list and in a range",
     [(POLICY, "range: [365d, 3650d]", "range: [365d, $visit_retention]"),
      parameter("enum", "red", ", of: [red, $green]")]),
    ("U04-parameters that are used in a list and in a condition", [
        parameter("enum", "given", ", of: [given, stale]"), (RULES, REMIND, "when: {consent.reminder: [$unheard]}")]),
    ("R01-a parameter that was refused and one that is not there, in a list", [
        parameter("enum", "reed", ", of: [red, green]"), (RULES, REMIND,
                                                          "when: {consent.reminder: [$unheard, $zebra]}")]),
]  # fmt: skip

NAMES_TOLD: list[tuple[str, list[Edit]]] = [
    ("R02-no device is known to put a cookie on", [(COOKIES, "", COOKIE)]),
    ("R02-a cookie names a consent that is not there", cookie(("consent: null", "consent: reminders"))),
    ("R02-a cookie names a consent that could not be read", [*cookie(("basis: contract, consent: null",
                                                                      "basis: consent, consent: reminder")),
                                                             (WORDS, "explicit: false", "explicit: maybe")]),
    ("R02-a cookie names nothing that is there",
     cookie(("on: visit.list", "on: [visit.list, visits.*]"), ("for: safety", "for: safe"),
            ("to: none", "to: [none, nobody]"),
            ("basis: contract", "basis: contracts"))),
    ("R01-a cookie hangs on a parameter that is not there", cookie(("label: one",
                                                                "label: one, enabled_by: {param: visit, is: true}"))),
    ("R02-an empty list", [(RULES, LIST, "    do: []\n    on: []\n"), (RULES, "    to: laboratory\n", "    to: []\n")]),
    ("R02-nothing is left of what is named",
     [(RULES, 'erase]\n    on: "*"\n', 'erase]\n    on: "*"\n    not_on: [patient.*, file.*, lab.*, visit.*]\n')]),
    ("R02-some is left of what is named, and one name is wrong",
     [(RULES, 'erase]\n    on: "*"\n', 'erase]\n    on: "*"\n    not_on: [patient.*, file.*, labs.*, visit.lists]\n')]),
    ("R02-nothing of what is named is there, and nothing is taken from it",
     [(RULES, "on: visit.*\n", "on: visits.*\n    not_on: visit.list\n")]),
    ("R02-selectors of recipients, and of what has none",
     [(RULES, "to: role:processor", "to: [role:processor, role:printers, printers.*]"),
      (RULES, "on: visit.*\n", "on: role:processor\n")]),
    ("R02-an entry with a mistake of its own is not told of twice",
     [(WORDS, "{label: the list of visitors,", "{labels: the list of visitors,"),
      (WORDS, "{label: samples,", "{labels: samples,")]),
    ("R02-a name that is wrong after one with a mistake of its own",
     [(WORDS, "{label: samples,", "{labels: samples,"), (RULES, "on: lab.sample\n",
                                                         "on: [lab.sample, visit.lisst]\n")]),
    ("R02-a family whose name begins another's",
     [(WORDS, "\npurposes:\n", "  labour.x: {label: work, expect: dormant, clauses: [c2.4]}\n\npurposes:\n")]),
    ("R02-a family whose name is the beginning of another's", [(RULES, "on: visit.*\n", "on: vis.*\n")]),
    ("R02-all of a family have mistakes",
     [(WORDS, "{label: the list of visitors,", "{labels: the list of visitors,"),
      (WORDS, "{label: the medical file, subjects", "{labels: the medical file, subjects")]),
    ("R03-a fact with a mistake of its own is not told of twice",
     [(WORDS, "    label: an objection\n", ""), (WORDS, "purpose: reminders, explicit: false",
                                                 "purpose: reminders, explicit: maybe")]),
    ("R04-values that are never, in a list, of several facts",
     [(RULES, ASKED, "when: {actor.role: [owner, servise, 7], identity.verified: [true, maybe, unknown, null]}")]),
    ("T01-groups of conditions that are none",
     [(RULES, ASKED, "when: {any: {actor.role: owner}, all: [{actor.role: owner}, word]}")]),
    ("R02-conditions that are empty, inside of others",
     [(RULES, ASKED, "when: {any: [{actor.role: owner}, {}, {all: [{}, {identity.verifed: true}]}]}")]),
    ("R02-bases and regimes", [SECOND_LAW, (RULES, "basis: interests",
                                            "basis: {gdpr: interest, ccpa: interests, gdpx: contract}")]),
    ("R02-duties", [(RULES, "oblige: [nameless]", "oblige: [namless, locked, shut]")]),
    ("R01-a test of a parameter that is not there", [enabled_by("{param: visit_retentio, is: true}")]),
    ("T03-a test of a duration", [enabled_by("{param: visit_retention, is: true}")]),
    ("T03-a test of a choice that is none",
     [parameter("enum", "red", ", of: [red, green, 'true']"), enabled_by("{param: unheard, is: gren}")]),
    ("T03-a test of a word that looks like an answer",
     [parameter("enum", "red", ", of: [red, 'true']"), enabled_by("{param: unheard, is: true}")]),
    ("T03-a test of an answer by a word", [parameter("bool", "true"), enabled_by("{param: unheard, is: 'true'}")]),
    ("U02-a test that does not hold", [parameter("bool", "true"), enabled_by("{param: unheard, is: false}")]),
    ("U02-a test that holds", [parameter("bool", "false"), enabled_by("{param: unheard, is: false}")]),
    ("U02-a choice that holds", [parameter("enum", "red", ", of: [red, green]"),
                                 enabled_by("{param: unheard, is: red}")]),
    ("U02-a choice that does not hold", [parameter("enum", "red", ", of: [red, green]"),
                                         enabled_by("{param: unheard, is: green}")]),
    ("R01-a test of a parameter that was refused", [parameter("enum", "reed", ", of: [red, green]"),
                                                    enabled_by("{param: unheard, is: red}")]),
    ("K04-events", [(KEEP, "    keep: 0s\n", "    keep: 0s\n    also_after: [{event: data.created, keep: 1d},"
                                             " {event: data.made, keep: 1d}]\n"),
                    (KEEP, "    ceiling: {event: data.created, keep: $file",
                     "    ceiling: {event: data.creation, keep: $file")]),
    ("R02-the categories of an end", [(KEEP, VISITS, "of: [patient.*, visit.list, visits.*, patient.contacts]")]),
    ("R02-what the vocabulary names", [
        (WORDS, "purpose: treatment,", "purpose: treat,"), (WORDS, "withdraw_erases: [file.notes,",
                                                            "withdraw_erases: [file.note,"),
        (WORDS, "derived_from: [lab.sample]", "derived_from: lab.samples"),
        (POLICY, "{subject.location: eea}", "{any: [{subject.location: eu}]}"),
        (SHARING, "recipient: laboratory", "recipient: laboratory9")]),
    ("R02-what rights name", [
        (RIGHTS, "right: access, regimes: [gdpr], action: export", "right: access, regimes: [gdpr, ccpa], action:"
                                                                   " exports"),
        (RIGHTS, "right: erasure, regimes: [gdpr]", "right: erasure, regimes: gdrp"),
        (RIGHTS, "fact: consent.*", "fact: consent.files")]),
    ("R03-a right is about a fact unlike any other", [(RIGHTS, "fact: consent.*", "fact: zebra")]),
    ("T01-promises of no claim and of three", [
        (PROMISES, "promises:\n", "promises:\n  - {id: P09, say: It is so., quote_of: [c2.4]}\n  - {id: P10, say:"
                                  " It is so., quote_of: [c2.4],"
                             " never: {do: nothing}, always_allow: {for: nothing}, always_oblige: {to: nobody}}\n")]),
    ("R02-what a promise names", [promise("never: {do: reads, on: [file.*, files.*], not_on: labs.*, for: safe,"
                                          " not_for: treat, to: role:none,"
                                          " where: {actor.rol: owner}, where_not: {actor.role: ownr}}")]),
    ("R02-an event that a promise names", [
        (PROMISES, "{from: any, at_most: 3650d}", "{from: data.creation, at_most: 3650d}")]),
    ("E01-what examples name", [
        (EXAMPLES, "request: {do: share, on: lab.sample, for: treatment, to: laboratory, facts: {consent.file:"
                   " given, recipient.contract: false}}",
         "request: {do: shar, on: lab.*, for: treat, to: lab, facts: {consent.fil: given, recipient.contract: maybe}}"),
        (EXAMPLES, "  subject.objected: false", "  subject.objected: no_\n  subject.objecte: false")]),
    ("E01-why examples come out", [
        (EXAMPLES, "    because: [F-LAB]\n", "    because: [A-LAB, F-ELSE]\n"),
        (EXAMPLES, "expect: allow\n    because: [A-FILE]", "expect: allow\n    because: [A-CARE, A-FILE]"),
        (EXAMPLES, "examples:\n", "examples:\n  - say: nothing permits it\n    expect: allow\n    because: [A-LIST]\n"
         "    request: {do: share, on: visit.list, for: safety, to: anybody_else, facts: {actor.role: unknown}}\n"
         "  - say: it is forbidden\n    expect: allow\n    request: {do: store, on: visit.list, for: safety, facts:"
         " {subject.objected: [true, false]}}\n")]),
    ("E01-what is not known", [
        (EXAMPLES, "facts: {consent.file: given}}\n", "facts: {consent.file: unknown}}\n"),
        (EXAMPLES, "{consent.file: withdrawn}", "{consent.file: []}")]),
    ("E01-a second reason is missing", [(EXAMPLES, "facts: {consent.file: given}}\n",
                                         "facts: {consent.file: [stale, given], actor.role: other}}\n")]),
]  # fmt: skip
