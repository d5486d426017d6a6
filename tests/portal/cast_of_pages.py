"""Every page of the portal and who may see it; the tests take it from here, and check that nothing is missing."""

from cast_of_account_pages import ACCOUNT_ACTS, ACCOUNT_PAGES

VISITOR, SUBJECT, OTHER, DPO, AUDITOR = "visitor", "subject", "other", "dpo", "auditor"
ROLES = (VISITOR, SUBJECT, OTHER, DPO, AUDITOR)

PASSWORD = "four quiet grey herons"

LOGIN = 303
EVERYBODY = dict.fromkeys(ROLES, 200)
OWN = {VISITOR: LOGIN, SUBJECT: 200, OTHER: 404, DPO: 403, AUDITOR: 403}
SUBJECTS = {VISITOR: LOGIN, SUBJECT: 200, OTHER: 200, DPO: 403, AUDITOR: 403}
DPOS = {VISITOR: LOGIN, SUBJECT: 403, OTHER: 403, DPO: 200, AUDITOR: 403}
AUDITORS = {VISITOR: LOGIN, SUBJECT: 403, OTHER: 403, DPO: 403, AUDITOR: 200}

EVERY_ACCOUNT = {VISITOR: LOGIN, SUBJECT: 200, OTHER: 200, DPO: 200, AUDITOR: 200}

PAGES = {
    **ACCOUNT_PAGES,
    "public.front": {VISITOR: 200, SUBJECT: 303, OTHER: 303, DPO: 303, AUDITOR: 303},
    "public.policy": EVERYBODY,
    "public.health": EVERYBODY,
    "registration.register": {VISITOR: 200, SUBJECT: 303, OTHER: 303, DPO: 303, AUDITOR: 303},
    "security.login": {VISITOR: 200, SUBJECT: 302, OTHER: 302, DPO: 302, AUDITOR: 302},
    "subject.documents": SUBJECTS,
    "subject.new": SUBJECTS,
    "subject.document": OWN,
    "subject.progress": OWN,
    "subject.history": OWN,
    "subject.text": OWN,
    "copies.take": OWN,
    # Its text still waits for a choice, so nothing can be certified yet.
    "certificates.paper": {**OWN, SUBJECT: 409},
    "certificates.data": {**OWN, SUBJECT: 409},
    "certificates.ask": EVERYBODY,
    "requests.requests": EVERYBODY,
    "requests.choose": EVERYBODY,
    "requests.new": EVERYBODY,
    "requests.back": EVERYBODY,
    "requests.confirm": EVERYBODY,
    "requests.address": EVERYBODY,
    "requests.request": {**dict.fromkeys(ROLES, 404), SUBJECT: 200},
    "contact.write": EVERYBODY,
    "contact.sent": dict.fromkeys(ROLES, 303),
    "cases.board": DPOS,
    "cases.one": DPOS,
    "desk.board": DPOS,
    "desk.one": DPOS,
    "desk.permission": {**DPOS, DPO: 404},
    "dpo.records": DPOS,
    "today.today": DPOS,
    "dpo.record": DPOS,
    "dpo.state": DPOS,
    "dpo.download": {**DPOS, DPO: 404},
    "dpo.enclosed": {**DPOS, DPO: 404},
    "decisions.decisions": DPOS,
    "decisions.decision": DPOS,
    "verdicts.verdicts": DPOS,
    "receivers.register": DPOS,
    "tokens.tokens": EVERY_ACCOUNT,
    "public.problem": EVERYBODY,
    "operating.ready": EVERYBODY,
    "operating.metrics": EVERYBODY,
    "api_docs.docs": EVERYBODY,
    "api_docs.description": EVERYBODY,
    "mailbox.messages": EVERY_ACCOUNT,
    "mailbox.mail": EVERYBODY,
    "mailbox.unsubscribe": EVERYBODY,
    "auditor.evidence": AUDITORS,
    "matching.ask": AUDITORS,
    "auditor.checkpoint": AUDITORS,
    "auditor.record": AUDITORS,
    "auditor.state": AUDITORS,
    "auditor.download": {**AUDITORS, AUDITOR: 404},
    "auditor.enclosed": {**AUDITORS, AUDITOR: 404},
    "packages.packages": AUDITORS,
    "entries.entries": AUDITORS,
    "entries.entry": AUDITORS,
    "entries.proof": AUDITORS,
    "replays.decisions": AUDITORS,
    "replays.decision": AUDITORS,
    "samples.samples": AUDITORS,
    "samples.sample": {**AUDITORS, AUDITOR: 404},
    "accesses.accesses": AUDITORS,
}
"""Status of GET by endpoint and role. `own` documents are the subject's; no paper of the record exists yet."""

ACTS = {
    **ACCOUNT_ACTS,
    "subject.new": {VISITOR: LOGIN, SUBJECT: 422, OTHER: 422, DPO: 403, AUDITOR: 403},
    "subject.keep": {VISITOR: LOGIN, SUBJECT: 303, OTHER: 404, DPO: 403, AUDITOR: 403},
    "subject.delete": {VISITOR: LOGIN, SUBJECT: 303, OTHER: 404, DPO: 403, AUDITOR: 403},
    "subject.cancel": {VISITOR: LOGIN, SUBJECT: 303, OTHER: 404, DPO: 403, AUDITOR: 403},
    "copies.delete": {VISITOR: LOGIN, SUBJECT: 303, OTHER: 404, DPO: 403, AUDITOR: 403},
    "certificates.of_erasure": dict.fromkeys(ROLES, 404),
    "requests.new": dict.fromkeys(ROLES, 422),
    "requests.back": EVERYBODY,
    "requests.confirm": dict.fromkeys(ROLES, 422),
    "requests.address": dict.fromkeys(ROLES, 410),
    "requests.code": {**dict.fromkeys(ROLES, 404), SUBJECT: 422},
    "requests.points": {**dict.fromkeys(ROLES, 404), SUBJECT: 409},
    "requests.again": {**dict.fromkeys(ROLES, 404), SUBJECT: 303},
    "requests.withdraw": {**dict.fromkeys(ROLES, 404), SUBJECT: 303},
    "requests.answer": {**dict.fromkeys(ROLES, 404), SUBJECT: 303},
    "contact.write": dict.fromkeys(ROLES, 422),
    "cases.do": {**DPOS, DPO: 422},
    "desk.do": {**DPOS, DPO: 422},
    "dpo.make": {VISITOR: LOGIN, SUBJECT: 403, OTHER: 403, DPO: 303, AUDITOR: 403},
    "auditor.check": AUDITORS,
    "receivers.add": {**DPOS, DPO: 422},
    "receivers.end": {**DPOS, DPO: 404},
    "tokens.make": {VISITOR: LOGIN, SUBJECT: 422, OTHER: 422, DPO: 422, AUDITOR: 422},
    "tokens.end": {VISITOR: LOGIN, SUBJECT: 404, OTHER: 404, DPO: 404, AUDITOR: 404},
    "mailbox.delete": {VISITOR: LOGIN, SUBJECT: 303, OTHER: 404, DPO: 404, AUDITOR: 404},
    "mailbox.mail": EVERYBODY,
    "mailbox.unsubscribe": EVERYBODY,
    "matching.match": {**AUDITORS, AUDITOR: 422},
    "packages.make": {**AUDITORS, AUDITOR: 422},
    "registration.register": {VISITOR: 422, SUBJECT: 303, OTHER: 303, DPO: 303, AUDITOR: 303},
    "security.login": {VISITOR: 200, SUBJECT: 302, OTHER: 302, DPO: 302, AUDITOR: 302},
    "security.logout": {VISITOR: 302, SUBJECT: 302, OTHER: 302, DPO: 302, AUDITOR: 302},
}
"""Status of POST with a valid form token, by endpoint and role."""

STATIC = {"static", "bootstrap.static", "security.static"}
