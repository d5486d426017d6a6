"""Consents: what people said yes to, took back, and what rests on it."""

from governance.papers.frame import framed
from governance.papers.kinds import CONSENTS
from governance.papers.paper import Bars, Paper, Section, Table, Tile
from governance.policy import Policy
from governance.processing.observed import ConsentCount, Observed
from governance.processing.record import ProcessingRecord
from governance.processing.words import sentence_case
from governance.terms import duration_in_words


def consents(policy: Policy, observed: Observed, record: ProcessingRecord) -> Paper:
    """Write every consent of the policy, those that nobody was asked for, too."""
    counts = {one.consent: one for one in observed.consents}
    strangers = sorted(set(counts) - set(policy.consents))
    given = sum(one.given for one in observed.consents)
    withdrawn = sum(one.withdrawn for one in observed.consents)
    return framed(
        CONSENTS,
        record,
        tiles=(
            Tile(f"{len(policy.consents)}", "consents that the policy knows"),
            Tile(f"{given:,}", "given in the period"),
            Tile(f"{withdrawn:,}", "taken back in the period"),
            Tile(f"{sum(one.standing for one in observed.consents):,}", "in force now"),
            Tile(f"{len(strangers)}", "unknown to the policy", "alarm" if strangers else ""),
        ),
        sentences=(
            f"In the period, {given:,} consents were given and {withdrawn:,} taken back.",
            "Each is kept with its moment and the digest of the policy it was given under; taking one back stops what "
            "rests on it at the next step.",
        ),
        pictures=(
            Bars(
                "Consents in force now",
                tuple(
                    (sentence_case(consent.label), counts[name].standing if name in counts else 0)
                    for name, consent in policy.consents.items()
                ),
                "consents",
            ),
        ),
        sections=(
            Section("consents", "Consent by consent", (), (_table(policy, counts, strangers), _resting(policy))),
        ),
    )


def _table(policy: Policy, counts: dict[str, ConsentCount], strangers: list[str]) -> Table:
    nobody = ConsentCount("", 0, 0, 0)
    rows = [
        (
            sentence_case(consent.label),
            policy.purposes[consent.purpose].label,
            "yes" if consent.explicit else "no",
            duration_in_words(consent.lifetime),
            (found := counts.get(name, nobody)).given,
            found.withdrawn,
            found.standing,
            ", ".join(clause.removeprefix("c") for clause in consent.clauses),
        )
        for name, consent in policy.consents.items()
    ]
    rows += [
        (name, "not in the policy", "", "", counts[name].given, counts[name].withdrawn, counts[name].standing, "")
        for name in strangers
    ]
    columns = ("Consent to", "In order to", "Explicit", "Good for", "Given", "Taken back", "In force now", "Clauses")
    return Table("consents", "Consents of the period", columns, tuple(rows))


def _resting(policy: Policy) -> Table:
    rows = tuple(
        (
            sentence_case(consent.label),
            ", ".join(
                activity.id
                for activity in policy.activities.values()
                if activity.purpose == consent.purpose and "consent" in activity.bases.values()
            )
            or "nothing",
            ", ".join(policy.categories[one].label for one in consent.withdraw_erases if one in policy.categories)
            or "nothing",
        )
        for consent in policy.consents.values()
    )
    columns = ("Consent to", "Rules that rest on consent for its purpose", "Taking it back erases")
    return Table("resting", "What rests on a consent", columns, rows)
