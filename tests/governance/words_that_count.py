"""Sentences by which a notice is found to tell a thing, each alone, in a room whose text says nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from reading_room import room
from rooms import beyond, entries, saying

from governance.policy import Policy

SENTENCES: Final = (
    "We use standard contractual clauses.", "An adequacy decision.", "By binding corporate rules.",
    "The data privacy framework.", "Standard contractual clauses; ask for a copy of the safeguards.",
    "An adequacy decision, and a copy of these clauses.", "A copy of the clauses.",
    "People named in it.", "People who are named in it.", "Who appears in it.", "Whoever appear in it.",
    "Who stands in it.", "Whoever stand in it.", "On behalf of others.",
    "Special categories.", "It is sensitive.", "Your health.",
    "Who goes on to use it agrees.", "If you go on using it.", "By going on to use it.", "Continuing to use it.",
    "Who continues using it.",
    "We may.", "We might.", "Some of it.", "Often.", "It is possible.", "Possibly.", "Certain data.", "Maybe.",
    "A consent banner.", "A consent manager.", "A consent tool.", "Your cookie settings.", "The preference centre.",
    "We ask you before each cookie.",
    "A guardian.", "A parent.",
    "Write to a@b.example.", "Look for an @ there.", "Within a month.", "Within one month.", "Within 10 days.",
    "Within a day.", "Within ten days.", "Free of charge.", "Without charge.", "It costs you nothing.",
    "It cost nothing.", "It costs nothing.", "Your identity.", "We make sure that it is you.", "We make sure.",
    "It depends on where you live.", "They depend on it.",
    "SSL.", "TLS.", "It is encrypted.", "At rest.", "It is sealed.", "It is locked.", "Under lock.",
    "TLS, and under lock.", "Encrypted at rest.", "SSL and TLS.",
    "Version 2.1.0.", "Of 1 March 2026.", "Of 2026-03-01.", "Of 11 March 2026.", "Version 2.1.0 of 1 March 2026.",
    "Version 2.1.0 of 2026-03-01.", "Version 2.1.1 of 2026-03-01.",
    "A contract that binds them.", "Contracts by which they are bound.", "A contract obliges them.",
    "They are bound by contract.", "Under a contract.", "They are held contractually.", "Contracting binds.",
    "Identifiers.", "Commercial information.", "Biometric data.", "Geolocation.", "Internet browsing activity.",
    "We do not sell it.", "It does not sell.", "It is never sold.", "Nobody buys it.", "Nobody buy it.",
    "Never for sale.", "Nothing is sold.", "We sell it.", "It is sold.", "We share it.", "It is shared.", "A sale.",
    "Not at all.",
    "Nobody under 16.", "Under the age of 16.", "From 16 years on.",
    "Sensitive information.", "Sensitive personal information.", "What is sensitive.",
    "We do not retaliate.", "We discriminate against nobody.", "Nobody is treated worse.",
    "Nobody is treated any worse.", "Nobody is treated differently.", "Nobody is treated any differently.",
    "We verify you.", "The global privacy control.", "An opt-out preference signal.", "Browser signals.",
    "An authorised agent.", "An authorized agent.", "Do not sell or share.", "Your privacy choices.", "Do not track.",
    "Without them we cannot.", "If without it, we cannot.", "Without this, we cannot.", "Without it went.",
    "You are obliged to give it.", "Obliged to provide.", "A statutory requirement.", "A contractual requirement.",
    "Automated decisions.", "It is decided by software.", "No decision is made by software.",
    "No decision is made by a machine.", "No profiling.",
)  # fmt: skip

TAKING_BACK: Final = (
    "At any time, and what was until then stays.", "Whenever you like; what was before stays.",
    "Whenever you like; what was earlier stays.", "At any time.", "What was before stays.",
)  # fmt: skip


def _back(said: str) -> Policy:
    clauses = saying().clauses
    return replace(room(), clauses={**clauses, "c3.3": replace(clauses["c3.3"], text=said)})


def _dated(said: str) -> Policy:
    return replace(saying(said), effective=date(2025, 1, 9))


WORDS: Final[dict[str, Callable[[], Policy]]] = {
    "…": saying,
    **{said: partial(saying, said) for said in SENTENCES},
    **{f"{said} (of taking back)": partial(_back, said) for said in TAKING_BACK},
    "Identifiers. Commercial information.": partial(saying, "Identifiers.", "Commercial information."),
    "Biometric data. Geolocation.": partial(saying, "Biometric data.", "Geolocation."),
    "Internet activity. Identifiers.": partial(saying, "Internet browsing activity.", "Identifiers."),
    "All four of a right.": partial(saying, "Write to a@b.example within a month, free of charge.", "Your identity."),
    "It hangs on the place, and says so.": lambda: replace(
        saying("It depends on it.", "They depended on it."), rights_scope="by_regime"),
    "No third party, and it is denied.": lambda: beyond("sponsor", policy=saying("We do not sell it.", "Nobody buys.")),
    "Two third parties, and it is denied.": lambda: entries(
        "recipients", "court", role="third_party", policy=saying("We do not sell it.")),
    "A printer without a contract, that is bound by one.": lambda: entries(
        "recipients", "printer", contract=None, policy=saying("Under a contract.")),
    "A day of one digit.": partial(_dated, "Version 2.1.0 of 9 January 2025."),
    "All rights, and no retaliation.": lambda: replace(saying("We do not retaliate."), rights={
        **room().rights, **{f"RT-{kind}": room().rights["RT-KNOW"].model_copy(update={"right": kind, "clauses": (at,)})
        for kind, at in (("erasure", "c3.2"), ("rectification", "c2.1.1"), ("opt_out_sale", "c2.2.2"),
                         ("limit_sensitive", "c2.2.2"))}}),
}  # fmt: skip
