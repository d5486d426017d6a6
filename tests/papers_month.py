"""The quiet month of `observations`, and a loud one in which everything that a paper can show happened."""

from dataclasses import replace
from datetime import timedelta
from functools import cache

import observations as month
from governance.papers import BUILDERS, Paper
from governance.processing import DeletionCount, Held, Observed, build_record, lateness
from governance.processing.observed import Behind, ConsentCount, CookieSeen, RequestSeen, Served, Statement
from governance.processing.statements import QUESTIONS


def requests() -> tuple[RequestSeen, ...]:
    day = timedelta(days=1)
    since = month.PERIOD[0]
    rows = []
    for at, (right, outcome, ground) in enumerate(
        (("deletion", "fulfilled", ""), ("access", "partly", "third_persons"), ("opt_out", "fulfilled", ""),
         ("correction", "refused", "not_identified"), ("deletion", "open", ""), ("limit", "open", ""))
    ):  # fmt: skip
        came = since + at * day
        answered = None if outcome == "open" else came + (at + 1) * day
        regimes = ("ccpa", "gdpr") if at % 2 == 0 else ("gdpr",)
        due = came + (4 * day if at == 4 else 30 * day)
        number = f"D-2026-000{at}"
        rows.append(RequestSeen(number, regimes, right, "portal", came, due, answered, outcome, ground, at == 1))
    return tuple(rows)


@cache
def loud() -> Observed:
    """A month with consents, requests, an undeclared recipient, a late deletion, an undeclared cookie and more."""
    quiet = month.observed()
    return replace(
        quiet,
        decisions=(
            *quiet.decisions,
            month.allowed(3, "share usage.events service_improvement analytics_provider", "A-ANALYTICS"),
            month.allowed(2, "share document.image provide_service data_broker", "A-OCR-PROCESS"),
            month.allowed(1, "set_device device.cookie advertising advertiser", "K-ADVERTISING"),
            month.refused(4, "teleport soul.copy dreaming other_third_party"),
        ),
        consents=(ConsentCount("store_text", 64, 9, 55), ConsentCount("unheard_of", 1, 0, 1)),
        requests=requests(),
        cookies=(
            CookieSeen("proviso", "K-ESSENTIAL", *month.PERIOD),
            CookieSeen("_tracker", "", *month.PERIOD),
        ),
        statements={
            one.key: Statement(f"said of {one.key}", month.NOW, applies=one.key != "dpia") for one in QUESTIONS
        },
        served=(Served("Acme Clinic", "a@acme.example", "", "", "reading letters", "contract 4"), Served("Bare Ltd")),
        behind={"A-OCR-INGEST": Behind(("collect document.image for provide_service",), ("a fresh upload",))},
        proved=dict.fromkeys(month.policy().promises, True),
        deletions=(*quiet.deletions, DeletionCount("text.extracted", "R-TEXT", lateness((5.0, 90.0)))),
        held=(*quiet.held, Held("text.extracted", 3, 3_000_000.0, "R-TEXT", 1, 400.0), Held("soul.copy", 1, 5.0)),
        findings={**quiet.findings, "SPECIAL_HEALTH": 4, "IP_ADDRESS": 2, "ZZ_NEW": 0},
    )


def paper(kind: str, seen: Observed | None = None, **changes: object) -> Paper:
    """A paper of a kind over a month; `changes` replace parts of the policy."""
    seen = seen or month.observed()
    declared = replace(month.policy(), **changes) if changes else month.policy()
    record = build_record(declared, seen, number=month.NUMBER, period=month.PERIOD, now=month.NOW)
    return BUILDERS[kind](declared, seen, record)
