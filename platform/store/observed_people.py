"""Count what people said and asked for in a period: consents and requests, without who it was."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, func, select

from governance.processing.observed import ConsentCount, RequestSeen, Served, Statement
from store.tables import ConsentRow, RequestRow, table_of

_CONSENT = table_of(ConsentRow).c
_REQUEST = table_of(RequestRow).c
_OUTCOMES = {"answered": "fulfilled", "partly_refused": "partly", "refused": "refused"}


def count_consents(db: Connection, period: tuple[datetime, datetime]) -> tuple[ConsentCount, ...]:
    """Count each consent: given and taken back in the period, and in force now (the last word of each person)."""
    c = _CONSENT
    said: Counter[tuple[str, bool]] = Counter()
    for consent, given, count in db.execute(
        select(c.consent, c.given, func.count())
        .where(c.at >= period[0], c.at <= period[1])
        .group_by(c.consent, c.given)
    ):
        said[consent, given] = count
    last = select(func.max(c.number)).group_by(c.person, c.consent, c.document)
    in_force = select(c.consent, func.count()).where(c.number.in_(last), c.given.is_(True)).group_by(c.consent)
    standing: dict[str, int] = {consent: int(count) for consent, count in db.execute(in_force)}
    names = sorted({name for name, _ in said} | set(standing))
    return tuple(ConsentCount(name, said[name, True], said[name, False], standing.get(name, 0)) for name in names)


def list_requests(db: Connection, period: tuple[datetime, datetime]) -> tuple[RequestSeen, ...]:
    """List the requests that were received in the period or were open in it."""
    r = _REQUEST
    rows = db.execute(
        select(r.reference, r.regimes, r.kind, r.channel, r.received_at, r.respond_limit, r.extended_limit,
               r.closed_at, r.state, r.ground)
        .where(r.received_at <= period[1], (r.closed_at.is_(None)) | (r.closed_at >= period[0]))
        .order_by(r.received_at, r.reference)
    )  # fmt: skip
    return tuple(
        RequestSeen(
            row.reference,
            tuple(sorted(row.regimes)),
            row.kind,
            row.channel,
            row.received_at,
            row.extended_limit or row.respond_limit,
            row.closed_at,
            _OUTCOMES.get(row.state, row.state) if row.closed_at else "open",
            row.ground,
            row.extended_limit is not None,
        )
        for row in rows
    )


def served_controllers(statements: Mapping[str, Statement]) -> tuple[Served, ...]:
    """Gather the controllers that were stated under `served/NAME/…`; one without a name is called by its key."""
    found: dict[str, dict[str, str]] = {}
    for key, statement in sorted(statements.items()):
        if key.startswith("served/"):
            _, who, field = key.split("/")
            found.setdefault(who, {})[field] = statement.value
    return tuple(Served(**{"name": who, **fields}) for who, fields in found.items())
