"""For each check one small edit of the clinic's policy that it finds, and one much like it that it does not.

A fixture is (code, words of the finding, edits that bring it, edits that do not); an edit is (file, old, new) and an
empty `old` writes the whole file. `{sha}` stands for the digest of the text.
"""

Edit = tuple[str, str, str]
Fixture = tuple[str, str, list[Edit], list[Edit]]

RULES, WORDS, POLICY, TEXT, KEEP = "rules.yaml", "vocabulary.yaml", "policy.yaml", "policy.md", "retention.yaml"
SHARING, RIGHTS, PROMISES, EXAMPLES = "sharing.yaml", "rights.yaml", "promises.yaml", "examples.yaml"

LAST_PARAGRAPH = "4.3 You can complain to the data protection authority.\n"
COURTESY = (TEXT, LAST_PARAGRAPH, f"{LAST_PARAGRAPH}\n4.4 We wish you well.\n")
REGIMES = "regimes:\n"
FACTS = "facts:\n"
PROHIBITIONS = "prohibitions:\n"
UNSURE = (
    "  AMB-02:\n    clauses: [{}]\n    issue: It can be read in two ways.\n    resolution: It is read in one.\n"
    '    decided_by: the board\n    decided_on: "2026-02-01"\n\nregimes:\n'
)
HEADER = '  effective: "2026-03-01"\n'
CHILDREN = (
    "children:\n  floor: 13\n  unknown: deny\n  default_consent_age: 16\n  digital_consent_age: {{DE: {}}}\n"
    "  clauses: [c2.5]\n\nregimes:\n"
)
CHANGES = (
    "change_notification:\n  material_if: [newly_allowed]\n"
    "  then: {{post: true, bump_last_updated: true, notice_days: {}}}\n"
    "  otherwise: {{post: true, bump_last_updated: true}}\n"
    "  continued_use: {{records: notice, is_consent: {}}}\n  clauses: [c0.1]\n\nregimes:\n"
)
AGE = "facts:\n  subject.age_band:\n    label: the age\n    values: {of_age: is enough, below_floor: is too low}\n"
OWN = 'facts:\n  recipient.own_purposes:\n    label: it\n    values: {"true": has own ends, "false": has none}\n'
OPTED = 'facts:\n  subject.opted_out_sale:\n    label: it\n    values: {"true": was made, "false": was not made}\n'
REMIND = "when: {consent.reminder: given}"
LIST = "    do: [collect, store]\n    on: visit.list\n"
FILE = "when: {consent.file: given, actor.role: service}\n    oblige: [locked]"
ASKED = "when: {actor.role: [owner, service], identity.verified: true}"
VISITS = "of: [patient.*, visit.*]"
SAMPLES = "of: [file.*, lab.*]"
CEILING = "    ceiling: {event: data.created, keep: $visit_retention}\n"
TWIN = (
    "  - id: A-TWIN\n    label: Reading names\n    do: read\n    on: patient.contact\n    for: treatment\n"
    "    basis: contract\n    when: {{actor.role: service}}\n{}    clauses: [c2.1]\n\nprohibitions:\n"
)
SEALED = "  - id: F-SAMPLE\n    label: no sample leaves\n    do: share\n    on: lab.sample\n    clauses: [c3.3]\n"
MINE = (
    "  - id: F-MINE\n    label: only you yourself\n    do: erase\n    for: rights\n"
    "    unless: {actor.role: owner}\n    clauses: [c4.1]\n"
)
MINE_PROMISED = (
    "  - {id: P08, say: Only you., quote_of: [c4.1], never: {do: erase, for: rights, where_not: {actor.role: owner}}}\n"
)
ACCEPTED = 'allow:\n  - {{code: {}, reason: It is looked into., until: "{}"}}\n\nregimes:\n'

FIXTURES: list[Fixture] = [
    ("C01", "P01 quotes", [(PROMISES, "quote: and nobody else", "quote: and nobody ever")],
     [(PROMISES, "quote: and nobody else", "quote: those who treat you read")]),
    ("C02", "last compared", [(POLICY, HEADER, f'{HEADER}  text_sha256: "{"0" * 64}"\n')],
     [(POLICY, HEADER, f'{HEADER}  text_sha256: "{{sha}}"\n')]),
    ("C03", "number 2.4", [(TEXT, "2.5 A reminder", "2.4 A reminder")], [(TEXT, "2.5 A reminder", "2.5 Any reminder")]),
    ("C04", "Welcome", [(TEXT, "0.1 This text", "Welcome.\n\n0.1 This text")],
     [(TEXT, "0.1 This text", "0.1 Welcome: this text")]),
    ("C05", "`c2.44`", [(RULES, "clauses: [c2.4]", "clauses: [c2.44]")],
     [(RULES, "clauses: [c2.4]", "clauses: [c2.4, c2.1]")]),
    ("C06", "clause 4.4", [COURTESY],
     [COURTESY, (POLICY, REGIMES, "informational:\n  c4.4: A courtesy that obliges nobody.\n\nregimes:\n")]),
    ("C07", "2.5 is called informational",
     [(POLICY, REGIMES, "informational:\n  c2.5: A courtesy that obliges nobody.\n\nregimes:\n")],
     [COURTESY, (POLICY, REGIMES, "informational:\n  c4.4: A courtesy that obliges nobody.\n\nregimes:\n")]),
    ("C07", "no sentence: “Polite”", [COURTESY, (POLICY, REGIMES, "informational:\n  c4.4: Polite\n\nregimes:\n")],
     [COURTESY, (POLICY, REGIMES, "informational:\n  c4.4: It is polite and no more.\n\nregimes:\n")]),
    ("C08", "A-LIST cites no", [(RULES, "    clauses: [c2.4]\n", "")],
     [(RULES, "    clauses: [c2.4]\n", "    source: law\n    named_law: the law on fire safety\n")]),
    ("C09", "2.5 says “may”", [(TEXT, "A reminder is sent", "A reminder may be sent")],
     [(TEXT, "A reminder is sent", "A reminder may be sent"), (POLICY, REGIMES, UNSURE.format("c2.5")),
      (RULES, REMIND, f"{REMIND}\n    resolves: [AMB-02]")]),
    ("C10", "F-ELSE rests on the law", [(RULES, "    clauses: [c3.3]\n", "    source: law\n")],
     [(RULES, "    clauses: [c3.3]\n", "    source: law\n    named_law: GDPR Art. 28\n")]),
    ("C11", "says “20”", [(TEXT, "within a month", "within 20 days")],
     [(TEXT, "2.4 To keep", "2.4 Since 1 March 2026, to keep")]),
    ("C12", "under heading 3", [(TEXT, "3.3 Nobody", "2.9 Nobody")],
     [(TEXT, LAST_PARAGRAPH, f"{LAST_PARAGRAPH}\n## 5. In the end\n")]),
    ("Y01", "`yes`", [(WORDS, "explicit: true", "explicit: yes")], [(WORDS, "label: samples", 'label: "yes"')]),
    ("Y02", "`language`", [(POLICY, "  language: en\n", "  language: en\n  language: de\n")],
     [(POLICY, "  language: en\n", "  language: de\n")]),
    ("Y03", "anchor", [(POLICY, "controller:\n", "controller: &c\n")],
     [(WORDS, "{label: the laboratory,", '{label: "the laboratory &c",')]),
    ("Y04", "not YAML", [(SHARING, "transfers:", "transfers: [")], [(SHARING, "transfers:", "transfers: # [")]),
    ("Y05", "cookie.yaml", [("cookie.yaml", "", "cookies: []\n")], [("cookies.yaml", "", "cookies: []\n")]),
    ("T01", "called `doo`", [(RULES, "do: contact", "doo: contact")], [(RULES, "do: contact", "do: [contact]")]),
    ("T02", "outside 30d", [(POLICY, "value: 365d", "value: 731d")], [(POLICY, "value: 365d", "value: 730d")]),
    ("T03", "`deletes`", [(KEEP, "then: delete\n    legal_hold: suspends\n    clauses: [c3.2]",
                           "then: deletes\n    legal_hold: suspends\n    clauses: [c3.2]")],
     [(KEEP, "then: delete\n    legal_hold: suspends\n    clauses: [c3.2]",
       "then: anonymise\n    legal_hold: suspends\n    clauses: [c3.2]")]),
    ("T04", "duration", [(KEEP, "keep: 0s", "keep: 0 s")], [(KEEP, "keep: 0s", "keep: 0d")]),
    ("R01", "`visits_retention`", [(KEEP, "    keep: $visit_retention", "    keep: $visits_retention")],
     [(KEEP, "    keep: $visit_retention", "    keep: $file_retention")]),
    ("R02", "`visits.list`", [(RULES, "on: visit.list", "on: visits.list")],
     [(RULES, "on: visit.list", "on: visit.*")]),
    ("R03", "`consent.reminders`", [(RULES, REMIND, "when: {consent.reminders: given}")],
     [(RULES, REMIND, "when: {any: [{consent.reminder: given}]}")]),
    ("R04", "never `sure`", [(RULES, ASKED, ASKED.replace("true", "sure"))],
     [(RULES, ASKED, ASKED.replace("true", "[true]"))]),
    ("R05", "derived from itself", [(WORDS, "{label: samples,", "{label: samples, derived_from: [lab.report],")],
     [(WORDS, "{label: the list of visitors,", "{label: the list of visitors, derived_from: [patient.appointment],")]),
    ("R06", "`unknown`", [(RULES, "{subject.objected: false}", "{subject.objected: [false, unknown]}")],
     [(RULES, "{subject.objected: false}", "{subject.objected: [false]}")]),
    ("A01", "settles AMB-01", [(POLICY, "    resolves: [AMB-01]\n", "")],
     [(POLICY, "    resolves: [AMB-01]\n", ""), (KEEP, "[c3.2]", "[c3.2]\n    resolves: [AMB-01]")]),
    ("A02", "AMB-01 is read", [(POLICY, "    decided_by: the board of the clinic\n", "")],
     [(POLICY, "the board of the clinic", "the owner of the clinic")]),
    ("A03", "AMB-01 needs", [(POLICY, "    decided_by:", "    needs: legal_signoff\n    decided_by:")],
     [(POLICY, "    decided_by:", '    needs: legal_signoff\n    signed_by: a lawyer\n    signed_on: "2026-02-01"\n'
       "    decided_by:")]),
    ("K01", "`visit.list`, which has no", [(KEEP, VISITS, "of: patient.*")],
     [(KEEP, VISITS, "of: [patient.*, visit.list]")]),
    ("K02", "R-VISIT has no ceiling", [(KEEP, CEILING, "")], [(KEEP, CEILING, CEILING.replace("visit_", "file_"))]),
    ("K03", "may never happen", [(KEEP, CEILING, CEILING.replace("data.created", "consent.withdrawn"))],
     [(KEEP, CEILING, CEILING.replace("data.created", "patient.came")),
      (WORDS, "events:\n", "events:\n  patient.came: {label: the patient came, at_birth: true}\n")]),
    ("K04", "`consent.gone`", [(KEEP, "after: consent.withdrawn", "after: consent.gone")],
     [(KEEP, CEILING, f"    also_after: [{{event: consent.withdrawn, keep: 30d}}]\n{CEILING}")]),
    ("K05", "longer than `lab.sample`",
     [(KEEP, SAMPLES, "of: [file.*, lab.report]"), (KEEP, VISITS, "of: [patient.*, visit.*, lab.sample]"),
      (KEEP, "clauses: [c3.2]", "clauses: [c3.1, c3.2]")],
     [(KEEP, SAMPLES, "of: [file.*, lab.report]"), (KEEP, VISITS, "of: [patient.*, visit.*, lab.sample]")]),
    ("K06", "has no range", [(POLICY, "    range: [30d, 730d]\n", "")],
     [(POLICY, "    range: [30d, 730d]\n", "    range: [0d, 365d]\n")]),
    ("K07", "two retention rules", [(KEEP, VISITS, "of: [patient.*, visit.*, file.notes]")],
     [(KEEP, VISITS, "of: [visit.*, patient.*]")]),
    ("K08", "R-VISIT does not say", [(KEEP, "    legal_hold: suspends\n    clauses: [c3.2]", "    clauses: [c3.2]")],
     [(KEEP, "    legal_hold: suspends\n    clauses: [c3.2]", "    legal_hold: ignored\n    clauses: [c3.2]")]),
    ("K09", "`visit.list` is held",
     [(RULES, 'erase]\n    on: "*"\n', 'erase]\n    on: "*"\n    not_on: visit.*\n')],
     [(RULES, 'erase]\n    on: "*"\n', "erase]\n    on: [patient.*, file.*, lab.*, visit.*]\n")]),
    ("B01", "no basis under gdpr", [(RULES, "basis: interests", "basis: {ccpa: interests}")],
     [(RULES, "basis: interests", "basis: {gdpr: interests}")]),
    ("B02", "A-REMIND rests on consent", [(RULES, REMIND, "when: {actor.role: service}")],
     [(RULES, REMIND, "when: {consent.reminder: given, actor.role: service}")]),
    ("B03", "A-LIST rests on legitimate", [(RULES, "on: visit.*\n", "on: patient.*\n")],
     [(RULES, "on: visit.*\n", "on: patient.*\n"),
      (RULES, "    balancing_test:", "    overrides_objection: fire safety binds us all\n    balancing_test:")]),
    ("B03", "A-LIST weighs", [(RULES, "    balancing_test: house-safety-2026\n", "")],
     [(RULES, "house-safety-2026", "house-safety-2027")]),
    ("B03", "an objection does not stop", [(RULES, "on: visit.*\n", "on: patient.*\n")],
     [(RULES, "on: visit.*\n", "on: patient.*\n"),
      (RULES, "house-safety-2026\n", "house-safety-2026\n    when: {subject.objected: false}\n")]),
    ("B04", "`file` is asked for reminders and treatment",
     [(RULES, REMIND, "when: {consent.reminder: given, consent.file: given}")],
     [(RULES, REMIND, "when: {consent.reminder: given, actor.role: service}")]),
    ("B05", "`file` is no explicit", [(WORDS, "explicit: true", "explicit: false")],
     [(WORDS, "explicit: false", "explicit: true")]),
    ("B06", "`file` has no lifetime", [(WORDS, "lifetime: 365d, withdraw", "lifetime: 0s, withdraw")],
     [(WORDS, "lifetime: 365d, withdraw", "lifetime: 30d, withdraw")]),
    ("B06", "take the consent `file` back", [(RIGHTS, "fact: consent.*", "fact: consent.reminder")], []),
    ("B07", "A-LIST places", [(WORDS, "actions:\n", "actions:\n  set_device: {label: place}\n"),
                              (RULES, LIST, LIST.replace("store", "store, set_device"))],
     [(WORDS, "actions:\n", "actions:\n  set_device: {label: place}\n"),
      (RULES, "do: contact", "do: [contact, set_device]")]),
    ("B08", "to treat the patient without", [(RULES, "when: {actor.role: [owner, service]}\n    clauses: [c2.1]",
                                              "when: {consent.file: given}\n    clauses: [c2.1]")],
     [(RULES, "when: {actor.role: [owner, service]}\n    clauses: [c2.1]",
       "when: {any: [{consent.file: given}, {actor.role: owner}]}\n    clauses: [c2.1]")]),
    ("B09", "A-CLEAR obeys", [(RULES, "    named_law: GDPR Art. 5(1)(e)\n", "")],
     [(RULES, "GDPR Art. 5(1)(e)", "GDPR Art. 17(1)(a)")]),
    ("S01", "ended on 2025-12-31", [(SHARING, "2028-12-31", "2025-12-31")], [(SHARING, "2028-12-31", "2026-11-23")]),
    ("S01", "no contract with it", [(SHARING, "laboratory agreement of 2026", "UNSTATED")],
     [(SHARING, "laboratory agreement of 2026", "agreement 7")]),
    ("S02", "`anybody_else` is a third party",
     [(WORDS, FACTS, OWN), (WORDS, "third_party, expect: unreachable", "third_party"),
      (RULES, "to: role:third_party\n", "to: role:third_party\n    unless: {recipient.own_purposes: false}\n"),
      (RULES, "to: laboratory", "to: [laboratory, anybody_else]")],
     [(WORDS, FACTS, OWN), (WORDS, "third_party, expect: unreachable", "third_party, expect: reachable"),
      (RULES, "to: role:third_party\n", "to: role:third_party\n    unless: {recipient.own_purposes: false}\n"),
      (RULES, "to: laboratory", "to: [laboratory, anybody_else]")]),
    ("S03", "`lab.*` would cover", [(RULES, "do: [read, export]\n    on: [file.*, lab.*]",
                                     "do: [read, export]\n    on: [file.*, lab.sample, lab.report]")],
     [(RULES, "do: [read, export]\n    on: [file.*, lab.*]", "do: [read, export]\n    on: [file.notes, lab.*]")]),
    ("S04", "T-LAB takes data", [(SHARING, "zones: [local]", "zones: [local, third]")],
     [(SHARING, "zones: [local], mechanism: none_needed", "zones: [local, third], mechanism: standard_clauses")]),
    ("S05", "no sentence names it", [(WORDS, "role: processor, clauses: [c2.3]}", "role: processor}")],
     [(WORDS, "role: processor, clauses: [c2.3]}", "role: processor, clauses: [c2.3, c3.3]}")]),
    ("S05", "nothing is ever passed to it", [(WORDS, "third_party, expect: unreachable", "third_party")],
     [(WORDS, "{label: anybody else, role", "{label: somebody else, role")]),
    ("S06", "an opt-out does not stop",
     [(WORDS, "{label: remind of appointments,", "{label: remind, fides: marketing.advertising.first_party,")],
     [(WORDS, "{label: remind of appointments,", "{label: remind, fides: marketing.advertising.first_party,"),
      (WORDS, FACTS, OPTED),
      (RULES, PROHIBITIONS, f"{PROHIBITIONS}  - id: F-OUT\n    label: an opt-out is heeded\n    for: reminders\n"
       "    unless: {subject.opted_out_sale: false}\n    clauses: [c2.5]\n"),
      ("cookies.yaml", "",
       "controls: {mechanism: consent_manager, read_signals_as_refusal: [gpc], clauses: [c2.5]}\n")]),
    ("G01", "data protection officer", [(POLICY, "dpo: dpo@clinic.example", "dpo: UNSTATED")],
     [(POLICY, "eu_representative: none is needed, the clinic lies in the EU", "eu_representative: UNSTATED")]),
    ("G02", "carries out RT-ASIDE", [(RIGHTS, "informational: true, clauses: [c4.1]", "clauses: [c4.1]")],
     [(RIGHTS, "informational: true, clauses: [c4.1]", "fact: subject.objected, clauses: [c4.1]")]),
    ("G02", "RT-COPY has no time limit", [(RIGHTS, "{respond: 1 month, extend", "{extend")],
     [(RIGHTS, ", extend: 2 months", "")]),
    ("G02", "RT-COPY has no channel", [(POLICY, "email: desk@clinic.example", "email: at the desk")], []),
    ("G03", "to respond takes 5 weeks", [(RIGHTS, "respond: 1 month", "respond: 5 weeks")],
     [(RIGHTS, "respond: 1 month", "respond: 4 weeks")]),
    ("G04", "denied", [(RULES, ASKED, ASKED.replace("}", ", consent.file: given}"))],
     [(RULES, ASKED, "when: {actor.role: owner, identity.verified: true}")]),
    ("G05", "`portability` that follows is missing",
     [(RIGHTS, "right: portability", "right: carrying")], [(RIGHTS, "moving to another clinic", "carrying it away")]),
    ("G05", "RT-OBJECT grants `objection`",
     [(RULES, "basis: interests\n    balancing_test: house-safety-2026", "basis: law\n    named_law: fire law")],
     [(RULES, "house-safety-2026", "house-safety-2027")]),
    ("G06", "in DE people consent", [(POLICY, REGIMES, CHILDREN.format(14))], [(POLICY, REGIMES, CHILDREN.format(16))]),
    ("G06", "where no country is known", [(POLICY, REGIMES, CHILDREN.format(16).replace("age: 16", "age: 14"))],
     [(POLICY, REGIMES, CHILDREN.format(16))]),
    ("G07", "age is unknown", [(POLICY, REGIMES, CHILDREN.format(16)), (WORDS, FACTS, AGE)],
     [(POLICY, REGIMES, CHILDREN.format(16)), (WORDS, FACTS, AGE),
      (RULES, PROHIBITIONS, f"{PROHIBITIONS}  - id: F-AGE\n    label: the age is asked\n    do: collect\n"
       "    unless: {subject.age_band: of_age}\n    clauses: [c2.5]\n"),
      (EXAMPLES, "given:\n", "given:\n  subject.age_band: of_age\n")]),
    ("G08", "taken for consent", [(POLICY, REGIMES, CHANGES.format(30, "true"))],
     [(POLICY, REGIMES, CHANGES.format(30, "false"))]),
    ("G09", "3 days of notice", [(POLICY, REGIMES, CHANGES.format(3, "false"))],
     [(POLICY, REGIMES, CHANGES.format(14, "false"))]),
    ("G09", "takes over from 0.9.0",
     [(POLICY, HEADER, '  effective: "2026-02-01"\n  supersedes: 0.9.0\n'), (TEXT, "1 March 2026", "1 February 2026")],
     [(POLICY, HEADER, f"{HEADER}  supersedes: 0.9.0\n")]),
    ("D01", "A-FILE can never be",
     [(RULES, "do: [read, export]\n    on: [file.*, lab.*]\n    unless: {actor.role: [owner, service]}",
       "do: [collect, store, read, export]\n    on: [file.*, lab.*]\n    unless: {actor.role: owner}"),
      (EXAMPLES, "expect: allow\n    because: [A-FILE]", "expect: deny")],
     [(RULES, "unless: {actor.role: [owner, service]}", "unless: {actor.role: service}")]),
    ("D02", "F-FILE forbids nothing", [], [(RULES, FILE, "when: {consent.file: given}\n    oblige: [locked]")]),
    ("D03", "all that A-TWIN permits", [(RULES, PROHIBITIONS, TWIN.format(""))],
     [(RULES, PROHIBITIONS, TWIN.format("    oblige: [locked]\n"))]),
    ("D04", "cannot both be met", [(WORDS, "{label: keep it under lock,", "{label: lock it up, excludes: [nameless],"),
                                   (RULES, "oblige: [nameless]", "oblige: [nameless, locked]")],
     [(WORDS, "{label: keep it under lock,", "{label: lock it up, excludes: [nameless],")]),
    ("D05", "A-CLEAR contradicts", [(RULES, "when: {actor.role: service}\n    clauses: [c3.1",
                                     "when: {all: [{actor.role: service}, {actor.role: owner}]}\n    clauses: [c3.1")],
     [(RULES, "when: {actor.role: service}\n    clauses: [c3.1",
       "when: {any: [{actor.role: service}, {actor.role: owner}]}\n    clauses: [c3.1")]),
    ("D06", "A-LIST always permits", [(RULES, "    unless: {subject.objected: false}\n", "")],
     [(RULES, "{subject.objected: false}", "{subject.objected: [false]}")]),
    ("U01", "`visit.badge`",
     [(WORDS, "\npurposes:\n", "  visit.badge: {label: badges, clauses: [c2.4]}\n\npurposes:\n")],
     [(WORDS, "\npurposes:\n", "  visit.badge: {label: badges, expect: dormant, clauses: [c2.4]}\n\npurposes:\n")]),
    ("U01", "is called dormant", [(WORDS, "{label: the list of visitors,", "{label: visitors, expect: dormant,")], []),
    ("U02", "`research` is the purpose", [(WORDS, "purposes:\n", "purposes:\n  research: {label: do research}\n")],
     [(WORDS, "purposes:\n", "purposes:\n  research: {label: do research, expect: dormant}\n")]),
    ("U03", "`printer`", [(WORDS, "recipients:\n", "recipients:\n  printer: {label: a printer, role: processor}\n")],
     [(WORDS, "recipients:\n", "recipients:\n  printer: {label: a printer, role: processor, expect: unreachable}\n")]),
    ("U03", "should get nothing", [(WORDS, "role: processor,", "role: processor, expect: unreachable,")], []),
    ("U04", "`unheard`", [(POLICY, "  file_retention:\n", "  unheard: {label: x, type: bool, value: true}\n"
                           "  file_retention:\n")],
     [(POLICY, "  file_retention:\n", "  unheard: {label: x, type: duration, value: 30d, range: [1d, 60d]}\n"
       "  file_retention:\n"), (WORDS, "explicit: false, lifetime: 365d", "explicit: false, lifetime: $unheard")]),
    ("U05", "`nameless`, imposed by A-LAB", [], []),
    ("U06", "`job.mood`", [(WORDS, FACTS, "facts:\n  job.mood: {label: it, values: {good: is good}}\n")],
     [(WORDS, FACTS, 'facts:\n  tenant.match: {label: it, values: {"true": is ours}}\n')]),
    ("V01", "P06 speaks of requests", [(PROMISES, "always_allow: {do: erase,", "always_allow: {do: share,")],
     [(PROMISES, "always_allow: {do: erase,", "always_allow: {do: export,")]),
    ("V02", "4.3 says “always”", [(TEXT, "4.3 You can complain", "4.3 You can always complain")],
     [(TEXT, "4.3 You can complain", "4.3 You can always complain"),
      (PROMISES, "promises:\n", "kept_elsewhere:\n  c4.3: The authority hears complaints and not we.\n\npromises:\n")]),
    ("V03", "P01 says the same as F-FILE", [], [(PROMISES, "never: {do: [read, export], on", "never: {do: read, on")]),
    ("M01", "without F-LAB", [(PROMISES, "never: {to: role:processor,", "never: {to: role:processor, for: safety,")],
     [(PROMISES, "never: {to: role:processor,", "never: {to: role:processor, do: share,")]),
    ("M01", "without F-MINE", [(RULES, PROHIBITIONS, f"{PROHIBITIONS}{MINE}")],
     [(RULES, PROHIBITIONS, f"{PROHIBITIONS}{MINE}"), (PROMISES, "promises:\n", f"promises:\n{MINE_PROMISED}")]),
    ("M02", "A-REMIND is not as it stands", [(RULES, REMIND, "when: {consent.reminder: given, actor.role: service}")],
     []),
    ("X01", "F-SAMPLE never lets it happen", [(RULES, PROHIBITIONS, f"{PROHIBITIONS}{SEALED}")],
     [(RULES, PROHIBITIONS, f"{PROHIBITIONS}{SEALED}    resolves: [AMB-02]\n"),
      (POLICY, REGIMES, UNSURE.format("c2.3, c3.3"))]),
    ("E01", "comes out as allow", [(EXAMPLES, "expect: allow", "expect: deny")],
     [(EXAMPLES, "expect: allow\n    because: [A-FILE]\n", "expect: allow\n")]),
    ("L01", "was accepted until 2026-11-22", [(POLICY, REGIMES, ACCEPTED.format("D02", "2026-11-22"))],
     [(POLICY, REGIMES, ACCEPTED.format("D02", "2026-11-23"))]),
    ("L02", "found under A02", [(POLICY, REGIMES, ACCEPTED.format("A02", "2027-01-01"))],
     [(POLICY, REGIMES, ACCEPTED.format("A02", "2027-01-01")),
      (POLICY, "    decided_by: the board of the clinic\n", "")]),
    ("L03", "no check Z99", [(POLICY, REGIMES, ACCEPTED.format("Z99", "2027-01-01"))],
     [(POLICY, REGIMES, ACCEPTED.format("D02", "2027-01-01"))]),
]  # fmt: skip
