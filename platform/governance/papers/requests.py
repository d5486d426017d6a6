"""Requests of people for their rights: the log, California's form of it, and the yearly numbers (11 CCR 7101, 7102)."""

from collections.abc import Sequence
from statistics import fmean, median

from governance.papers.frame import framed
from governance.papers.kinds import CCPA_REQUESTS, REQUESTS, Kind
from governance.papers.paper import Bars, Paper, Section, Table, Tile, Value
from governance.policy import Policy
from governance.processing.observed import Observed, RequestSeen
from governance.processing.record import Gap, ProcessingRecord
from governance.processing.words import counted, plain, sentence_case

_NO_LIST = Gap("5(2), 12", "the list of requests", "This installation keeps no list of requests yet.")
_METRICS = (
    ("requests to delete", ("deletion",)),
    ("requests to correct", ("correction",)),
    ("requests to know", ("know_categories", "know_specific", "access")),
    ("requests to opt out of sale or sharing", ("opt_out",)),
    ("requests to limit", ("limit",)),
)
"""What 11 CCR 7102(a)(1) asks numbers for,."""


def request_log(policy: Policy, observed: Observed, record: ProcessingRecord) -> Paper:
    """Write every request of the period, whatever its law."""
    requests = observed.requests or ()
    columns = ("Number", "Law", "Right", "Came by", "Received", "Due", "Answered", "Outcome", "Ground", "Extended")
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            one.number,
            ", ".join(one.regimes).upper(),
            _right(policy, one.right),
            plain(one.channel),
            one.received_at,
            one.due_at,
            one.answered_at,
            one.outcome,
            plain(one.ground) or "-",
            "yes" if one.extended else "no",
        )
        for one in requests
    )
    return _paper(
        REQUESTS,
        observed,
        record,
        requests,
        policy,
        Section(
            "log", "Every request", (), (Table("requests", "Requests", columns, rows, "Nobody asked for a right."),)
        ),
    )


def ccpa_requests(policy: Policy, observed: Observed, record: ProcessingRecord) -> Paper:
    """Write the record of 7101(b) and the metrics of 7102(a) over the period's requests under California's law."""
    requests = tuple(one for one in observed.requests or () if "ccpa" in one.regimes)
    columns = (
        "Number",
        "Date of request",
        "Nature",
        "Manner",
        "Date of response",
        "Nature of response",
        "Ground of denial",
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            one.number,
            one.received_at,
            _right(policy, one.right),
            plain(one.channel),
            one.answered_at,
            one.outcome,
            plain(one.ground) or "-",
        )
        for one in requests
    )
    words = (
        "Kept for at least 24 months, used for nothing else, shared only under a duty of law (7101(a), (d)). "
        "It holds no other personal information (7101(e)).",
    )
    return _paper(
        CCPA_REQUESTS,
        observed,
        record,
        requests,
        policy,
        Section("record", "The record of requests (7101(b))", words, (Table("record", "Requests", columns, rows),)),
        Section("metrics", "Numbers of the period (7102(a))", (), (_metrics(requests),)),
    )


def _paper(
    kind: Kind,
    observed: Observed,
    record: ProcessingRecord,
    requests: Sequence[RequestSeen],
    policy: Policy,
    *sections: Section,
) -> Paper:
    late = sum((one.answered_at or observed.as_of) > one.due_at for one in requests)
    waiting = sum(one.answered_at is None for one in requests)
    by_right: dict[str, int] = {}
    for one in requests:
        by_right[_right(policy, one.right)] = by_right.get(_right(policy, one.right), 0) + 1
    ranked = tuple(sorted(by_right.items(), key=lambda item: (-item[1], item[0])))
    summary = Table("rights", "Requests by right", ("Right", "Requests"), ranked, "Nobody asked for a right.")
    return framed(
        kind,
        record,
        tiles=(
            Tile(f"{len(requests):,}", "requests in the period"),
            Tile(f"{len(requests) - waiting:,}", "answered"),
            Tile(f"{waiting:,}", "open"),
            Tile(f"{late:,}", "after their deadline", "alarm" if late else ""),
        ),
        sentences=(
            f"{counted(len(requests), 'request was', 'requests were')} received; "
            f"{counted(waiting, 'is', 'are')} open and {late:,} missed the deadline.",
        )
        if observed.requests is not None
        else ("This installation keeps no list of requests yet, so nothing can be said about them.",),
        pictures=(Bars("Requests by right", ranked, "rights"),) if ranked else (),
        gaps=() if observed.requests is not None else (_NO_LIST,),
        sections=(Section("rights", "By right", (), (summary,)), *sections),
    )


def _right(policy: Policy, right: str) -> str:
    label = next((one.label for one in policy.rights.values() if one.right == right), plain(right))
    return sentence_case(label)


def _metrics(requests: Sequence[RequestSeen]) -> Table:
    rows: list[tuple[Value, ...]] = []
    for words, rights in _METRICS:
        own = [one for one in requests if one.right in rights]
        days = [(one.answered_at - one.received_at).total_seconds() / 86_400 for one in own if one.answered_at]
        outcomes = [one.outcome for one in own]
        rows.append(
            (
                sentence_case(words),
                len(own),
                outcomes.count("fulfilled"),
                outcomes.count("partly"),
                outcomes.count("refused"),
                round(median(days), 1) if days else None,
                round(fmean(days), 1) if days else None,
            )
        )
    columns = ("Requests", "Received", "Complied in whole", "In part", "Denied", "Median days", "Mean days")
    return Table("metrics", "Requests and days to a substantive response", columns, tuple(rows))
