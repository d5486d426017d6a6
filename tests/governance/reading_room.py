"""A small policy with one of each thing that a policy can hold, so that all that is told of it can be read at once."""

from dataclasses import replace
from functools import cache

from governance.policy import Policy, compile_policy

TEXT = """# Privacy in the Reading Room

0.1 This is version 2.1.0, written on 1 March 2026.

## 1. Who we are

1.1 Café Lecture Ltd answers for your data; write to desk@room.example.

## 2. What we do

### 2.1 Members

2.1.1 Your name is noted, since you asked to borrow; without it, we cannot lend.

2.1.2 If you agree, scans of what you read are kept:
- 2.1.3 pages & what stands on them, even sensitive words,
- 2.1.4 who is named in them.

2.1.5 A printer, bound by a contract with us, prints what you scan.

### 2.2 Guests

2.2.1 Who comes in is noted to keep the house safe, unless you object.

2.2.2 If you agree, a sponsor may count your visits; nothing is sold.

2.2.3 A court is told what it has a right to know.

2.2.4 A cookie is set only as far as you agree.

## 3. How long, and what you can ask

3.1 Scans go after {$scan_life}, all else after a year.

3.2 You can have a copy, a correction or a deletion, and can object, within a month.

3.3 You can take a consent back at any time; what was done before stays lawful.

3.4 We wish you good reading.

3.5 Members are told of changes 14 days before; nobody under 13 is admitted.
"""

POLICY = """
schema: proviso-policy/1
policy: {id: reading-room, version: 2.1.0, title: Privacy in the Reading Room, language: en,
  last_updated: "2026-02-01", effective: "2026-03-01", clauses: [c0.1]}
controller: {name: Café Lecture, email: desk@room.example, website: "https://www.room.example/a", role: controller,
  legal_entity: Café Lecture Ltd, address: 4 Elm Street, dpo: dpo@room.example, eu_representative: none is needed,
  clauses: [c1.1]}
parameters:
  scan_life: {label: life of a scan, type: duration, value: 30d, range: [1d, 90d], resolves: [AMB-01]}
  letters_on: {label: whether letters are sent, type: bool, value: false, resolves: [AMB-02]}
ambiguities:
  AMB-01: {clauses: [c3.1], issue: Scans may mean copies., resolution: They mean both., decided_by: the board,
    decided_on: "2026-02-01"}
  AMB-02: {clauses: [c2.2.2, c3.1], issue: May is open., resolution: It is read as does., needs: legal_signoff,
    signed_by: a lawyer, signed_on: "2026-02-02"}
  AMB-03: {clauses: [c2.1.5], issue: A printer may be several., resolution: It is one., needs: legal_signoff}
informational: {c3.4: It obliges nobody.}
regimes:
  gdpr: {label: GDPR, applies_if: {subject.location: eea}, unknown_location: applies, clauses: [c3.2]}
  ccpa: {label: CCPA, applies_if: {subject.location: california}, unknown_location: applies}
children: {floor: 13, unknown: deny, default_consent_age: 16, digital_consent_age: {AT: 14, FR: 15}, clauses: [c3.5]}
change_notification:
  material_if: [newly_allowed, obligation_weakened]
  then: {post: true, bump_last_updated: true, email: true, notice_days: 14, stale_consents: affected_only}
  otherwise: {post: true, bump_last_updated: true}
  continued_use: {records: notice, is_consent: false}
  clauses: [c3.5]
"""

WORDS = """
kinds: {person: {label: people}, scan: {label: scans}, visit: {label: visits}, device: {label: devices}}
actions: {collect: {label: take down}, store: {label: keep}, read: {label: read}, share: {label: pass on},
  export: {label: hand out}, update: {label: correct}, erase: {label: destroy}, contact: {label: write to},
  set_device: {label: place}, lend: {label: lend}}
categories:
  person.name: {label: names, subjects: [members], fides: user.name, dpv: "dpv-pd:Name", clauses: [c2.1.1]}
  scan.page: {label: pages & “marks”, subjects: [members, Named People], clauses: [c2.1.3, c2.1.4],
    may_contain: [special categories, data of other people]}
  scan.text: {label: texts, subjects: [members], derived_from: [scan.page], resolves: [AMB-01]}
  visit.log: {label: the list of guests, subjects: [guests, members], clauses: [c2.2.1]}
  device.cookie: {label: cookies, subjects: [guests], clauses: [c2.2.4]}
purposes:
  lending: {label: lend books, fides: essential.service, dpv: "dpv:ServiceProvision", clauses: [c2.1.1]}
  safety: {label: keep the house safe, clauses: [c2.2.1]}
  adverts: {label: show adverts, clauses: [c2.2.2]}
  obeying: {label: obey a court}
  rights: {label: do as people ask}
  prizes: {label: give prizes, expect: dormant, clauses: [c2.2.2]}
recipients:
  none: {label: nobody outside, role: self}
  member: {label: the member, role: data_subject}
  printer: {label: a printer, role: processor, clauses: [c2.1.5]}
  court: {label: a court, role: authority, clauses: [c2.2.3]}
  sponsor: {label: a sponsor, role: third_party, clauses: [c2.2.2]}
lawful_bases:
  contract: {label: a contract, gdpr: "6(1)(b)", clauses: [c2.1.1], resolves: [AMB-03]}
  consent: {label: consent, gdpr: "6(1)(a)", clauses: [c2.1.2]}
  interests: {label: interests, gdpr: "6(1)(f)", requires: [balancing_test]}
  law: {label: the law, gdpr: "6(1)(c)", requires: [named_law]}
  state: {label: the law of California, gdpr: none}
consents:
  scans: {label: keeping scans, purpose: lending, explicit: true, lifetime: 365d, clauses: [c2.1.2],
    withdraw_erases: [scan.page, scan.text]}
  adverts: {label: adverts, purpose: adverts, explicit: false, lifetime: 30d, clauses: [c2.2.2], resolves: [AMB-03]}
duties: {locked: {label: lock it, clauses: [c2.1.2]}, counted: {label: count it}}
events:
  data.created: {label: it was made, at_birth: true}
  consent.withdrawn: {label: consent is taken back, clauses: [c3.3]}
  account.closed: {label: the member left}
facts:
  actor.role: {label: whoever acts, values: {owner: is the member, service: is a clerk, other: is another},
    unknown: is anybody}
  identity.verified: {label: the name, values: {"true": is proven, "false": is not proven}}
  subject.location: {label: the home, values: {eea: is in Europe, california: is in California, elsewhere: is far}}
  subject.objected: {label: an objection, values: {"true": was made, "false": was not made}}
"""

RULES = """
activities:
  - {id: A-LEND, label: Lending, do: [collect, store, read, lend], on: person.name, for: lending, basis: contract,
     when: {actor.role: [owner, service]}, oblige: locked, clauses: [c2.1.1]}
  - {id: A-KEEP, label: Keeping “scans”, do: [collect, store], on: [scan.*, person.name], for: lending,
     basis: {gdpr: consent, ccpa: state}, oblige: [locked, counted], clauses: [c2.1.2, c2.1.3],
     when: {consent.scans: given, any: [{actor.role: service}, {identity.verified: true, actor.role: owner}]}}
  - {id: A-PRINT, label: Printing, do: share, on: scan.page, for: lending, to: printer, basis: consent,
     when: {consent.scans: given}, clauses: [c2.1.5]}
  - {id: A-DOOR, label: Noting guests, do: [collect, store], on: visit.log, for: safety, basis: interests,
     balancing_test: house-2026, clauses: [c2.2.1]}
  - {id: A-ADVERT, label: Passing visits on, do: share, on: visit.log, for: adverts, to: sponsor, basis: consent,
     when: {consent.adverts: given}, clauses: [c2.2.2]}
  - {id: A-COURT, label: Telling a court, do: share, on: [person.name, visit.log], for: obeying, to: [court, none],
     basis: law, named_law: Civil Code 4, clauses: [c2.2.3]}
  - {id: A-LETTER, label: Sending letters, do: contact, on: person.name, for: lending, basis: contract,
     enabled_by: {param: letters_on, is: true}, clauses: [c2.1.1]}
  - {id: A-ASKED, label: Doing as asked, do: [export, update, erase], on: "*", for: rights, to: [none, member],
     basis: law, named_law: GDPR Art. 15 to 20, when: {identity.verified: true}, clauses: [c3.2]}
prohibitions:
  - {id: F-TEXT, label: no text leaves, do: share, on: scan.text, clauses: [c2.1.3]}
  - {id: F-DOOR, label: an objection is heeded, do: [collect, store], on: visit.*, unless: {subject.objected: false},
     clauses: [c2.2.1]}
  - {id: F-FIRM, label: firms get little, to: role:processor, clauses: [c2.1.5],
     unless: {any: [{actor.role: service}, {all: [{actor.role: owner}, {identity.verified: true}]}]}}
  - {id: F-LETTER, label: no letters, do: contact, for: lending, enabled_by: {param: letters_on, is: true},
     clauses: [c2.1.1]}
"""

OTHERS = {
    "retention.yaml": """
retention:
  - {id: R-SCAN, label: scans, of: scan.*, after: consent.withdrawn, keep: 0s, then: delete, legal_hold: suspends,
     also_after: [{event: account.closed, keep: 7d}], ceiling: {event: data.created, keep: $scan_life}, clauses: [c3.1]}
  - {id: R-ELSE, label: all else, of: [person.*, visit.*, device.*], after: data.created, keep: 365d, then: anonymise,
     legal_hold: ignored, ceiling: {event: data.created, keep: 365d}, clauses: [c3.1]}
""",
    "rights.yaml": """
scope: everyone
deadlines: {gdpr: {respond: 1 month, extend: 2 months}, ccpa: {respond: 45 days}}
rights:
  - {id: RT-COPY, label: a copy, right: access, regimes: [gdpr, ccpa], action: export, clauses: [c3.2]}
  - {id: RT-KNOW, label: knowing, right: know, regimes: [ccpa], action: export, clauses: [c3.2], resolves: [AMB-01]}
  - {id: RT-MEND, label: correction, right: rectification, regimes: [gdpr], action: update, clauses: [c3.2]}
  - {id: RT-GONE, label: deletion, right: erasure, regimes: [gdpr, ccpa], action: erase, within: 3d,
     clauses: [c3.2]}
  - {id: RT-STOP, label: objection, right: objection, regimes: [gdpr], fact: subject.objected, clauses: [c2.2.1, c3.2]}
  - {id: RT-BACK, label: taking back, right: withdraw_consent, regimes: [gdpr], fact: consent.*, within: 0s,
     clauses: [c3.3]}
  - {id: RT-TOLD, label: complaining, right: complaint, regimes: [gdpr], informational: true, clauses: [c3.3]}
""",
    "sharing.yaml": """
recipient_details: {printer: {contract: printing of 2026, country: FR, clauses: [c2.1.5]}, sponsor: {clauses: [c2.2.2]}}
transfers:
  - {id: T-PRINT, label: Prints, recipient: printer, zones: [local, third], mechanism: standard_clauses,
     clauses: [c2.1.5], resolves: [AMB-03]}
""",
    "cookies.yaml": """
controls: {mechanism: consent_manager, read_signals_as_refusal: [gpc, browser], clauses: [c2.2.4]}
cookies:
  - {id: K-SIGN, label: Signing in, class: essential, on: device.cookie, for: lending, basis: contract, consent: null,
     lifetime: 1d, clauses: [c2.2.4], resolves: [AMB-01]}
  - {id: K-COUNT, label: Counting, class: analytics, on: device.cookie, for: adverts, to: sponsor, basis: consent,
     consent: adverts, lifetime: 30d, clauses: [c2.2.4]}
""",
    "promises.yaml": """
kept_elsewhere: {c2.1.4: Nobody reads the names.}
promises:
  - {id: P01, say: No text leaves., quote_of: [c2.1.3], never: {do: share, on: scan.text}}
  - {id: P02, say: Scans need consent., quote_of: [c2.1.2, c2.1.3],
     never: {do: collect, on: scan.*, where_not: {consent.scans: given}}}
""",
}


@cache
def room() -> Policy:
    """The policy, compiled once."""
    files = {"policy.md": TEXT, "policy.yaml": POLICY, "vocabulary.yaml": WORDS, "rules.yaml": RULES, **OTHERS}
    return compile_policy(files)


@cache
def bare() -> Policy:
    """What is left where nobody has stated anything: no firm's papers, no rights, no dates, no cookies."""
    unstated = dict.fromkeys(("legal_entity", "address", "dpo", "eu_representative"))
    nameless = {name: replace(one, contract=None, country=None, clauses=()) for name, one in room().recipients.items()}
    nobody = room().controller.model_copy(update={**unstated, "role": "processor", "email": "at the desk"})
    return replace(
        room(), controller=nobody, children=None, change_notification=None, cookies={}, cookie_controls=None,
        retention={}, rights={}, transfers={}, ambiguities={}, promises={}, recipients=nameless,
    )  # fmt: skip
