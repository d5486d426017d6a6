"""Putting a paper together: what every kind takes from the record of processing of the same period."""

from collections.abc import Iterable

from governance.papers.kinds import Kind
from governance.papers.paper import Paper, Picture, Section, Tile, Value
from governance.processing.record import Entry, Gap, NotNeeded, ProcessingRecord, Stated


def framed(
    kind: Kind,
    record: ProcessingRecord,
    *,
    tiles: Iterable[Tile],
    sentences: Iterable[str],
    sections: Iterable[Section],
    pictures: Iterable[Picture] = (),
    gaps: Iterable[Gap] = (),
) -> Paper:
    """Make a paper of a kind; it is complete when nothing that it has to show is missing."""
    cover = record.cover
    front = (cover.name, cover.legal_entity, cover.address, cover.contact, cover.dpo, cover.place)
    missing = tuple(dict.fromkeys((*gaps_of(front), *gaps)))
    return Paper(
        kind=kind.code,
        title=kind.title,
        law=kind.law,
        subtitle=kind.sentence,
        cover=record.cover,
        verdict=_verdict(len(missing)),
        complete=not missing,
        tiles=tuple(tiles),
        sentences=tuple(sentences),
        pictures=tuple(pictures),
        contradictions=record.contradictions,
        gaps=missing,
        sections=tuple(sections),
    )


def _verdict(missing: int) -> str:
    if not missing:
        return "Nothing that this paper has to show is missing."
    return f"{missing} {'entry is' if missing == 1 else 'entries are'} missing and marked; nothing was put in place."


def told(entry: Entry) -> Value:
    """Give an entry as a cell: what was stated, the gap itself, or why nothing is needed."""
    if isinstance(entry, Stated):
        return entry.value
    return f"not needed: {entry.reason}" if isinstance(entry, NotNeeded) else entry


def gaps_of(entries: Iterable[object]) -> list[Gap]:
    """Keep the gaps among some cells."""
    return [entry for entry in entries if isinstance(entry, Gap)]
