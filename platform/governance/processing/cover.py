"""The cover of every record: who answers for the processing, and what the record is about."""

from datetime import UTC, datetime

from governance.policy import Policy
from governance.processing.activities import cited
from governance.processing.observed import Observed
from governance.processing.record import Cover, Entry, Gap, PolicyRef, Stated
from governance.processing.statements import answered

Period = tuple[datetime, datetime]

_CONTROLLER: tuple[tuple[str, str, str, str], ...] = (
    ("name", "30(1)(a)", "the controller's name", "Write the name into the policy."),
    ("email", "30(1)(a)", "the controller's contact", "Write a contact address into the policy."),
    ("website", "13(1)(a)", "the website", "Write the address of the website into the policy."),
)


def cover(policy: Policy, observed: Observed, *, number: str, period: Period, now: datetime) -> Cover:
    """Write a cover: what the policy states, else what the controller stated for the records, else a gap.

    Raises ValueError when a time has no time zone, or when the period ends before it begins.
    """
    since, until = period
    for moment in (since, until, now, observed.as_of):
        if moment.tzinfo is None:
            raise ValueError("a time without a time zone cannot stand in a record")
    if until < since:
        raise ValueError("the period ends before it begins")
    name, contact, website = (_stated(policy, attribute) or Gap(*gap) for attribute, *gap in _CONTROLLER)
    who = {
        key: _stated(policy, attribute) or answered(observed, key)
        for key, attribute in (
            ("legal_entity", "legal_entity"),
            ("address", "address"),
            ("dpo", "dpo"),
            ("representative", "eu_representative"),
        )
    }
    place: Entry = (
        Stated(observed.place, "configuration of this installation") if observed.place else answered(observed, "place")
    )
    return Cover(
        name=name,
        contact=contact,
        website=website,
        **who,
        place=place,
        number=number,
        generated_at=now.astimezone(UTC),
        data_as_of=observed.as_of.astimezone(UTC),
        since=since.astimezone(UTC),
        until=until.astimezone(UTC),
        policy=PolicyRef(policy.id, policy.version, policy.digest, policy.title, policy.effective),
        ledger=observed.ledger,
    )


def _stated(policy: Policy, attribute: str) -> Entry | None:
    value = getattr(policy.controller, attribute)
    return Stated(str(value), cited(policy.controller.clauses)) if value else None
