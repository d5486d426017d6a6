"""The record as JSON-LD, in the terms of the W3C Data Privacy Vocabulary and of its catalogue profile, DPCat.

Each activity is a `dpcat:ROPARecord`. DPCat's published shapes still speak of DPV by an older address; the same graph
can be written with either. The context is literal data: its addresses are names, and nothing fetches them.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from governance.processing.entry import Entry, Gap, Stated
from governance.processing.record import ActivityRow, ErasureLimit, ProcessingRecord, RecipientLine

DPV: Final = "https://w3id.org/dpv#"
DPV_OF_SHAPES: Final = "https://w3id.org/dpv/dpv-skos#"
"""Where DPV stood when DPCat's shapes were written."""

Node = dict[str, Any]
_ROLES: Final = {"processor": "dpv:DataProcessor", "authority": "dpv:Authority", "third party": "dpv:ThirdParty"}


def as_jsonld(record: ProcessingRecord, dpv: str = DPV) -> bytes:
    """Write the record as one JSON-LD document, canonical JSON; what is missing is left out and named as such."""
    graph = [_catalogue(record), *(node for row in record.activities for node in _activity(record, row))]
    context = {
        "dpv": dpv,
        "dpcat": "https://w3id.org/dpcat#",
        "dct": "http://purl.org/dc/terms/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "record": f"urn:proviso:record:{record.cover.number}:",
    }
    content = {"@context": context, "@graph": graph}
    return json.dumps(content, sort_keys=True, indent=1, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _catalogue(record: ProcessingRecord) -> Node:
    cover = record.cover
    return {
        "@id": "record:catalogue",
        "@type": "dpcat:ROPA",
        "dct:title": "Record of processing activities",
        "dct:identifier": cover.number,
        "dct:created": _day(cover.generated_at.date().isoformat()),
        "dct:publisher": {"@id": "record:controller"},
        "dcat:contactPoint": {"@id": "record:controller"},
        "dcat:dataset": [{"@id": f"record:{_slug(row.key)}"} for row in record.activities],
        "dct:description": [f"Missing: {gap.missing} (GDPR Art. {gap.article})" for gap in record.gaps],
        "dct:hasPart": [
            {
                "@id": "record:controller",
                "@type": "dpv:DataController",
                **_value("dpv:hasName", cover.name),
                **_value("dpv:hasContact", cover.contact),
                **_value("dpv:hasAddress", cover.address),
            }
        ],
    }


def _activity(record: ProcessingRecord, row: ActivityRow) -> Iterator[Node]:
    identity = f"record:{_slug(row.key)}"
    node: Node = {
        "@id": identity,
        "@type": "dpcat:ROPARecord",
        "dct:title": row.name,
        "dct:created": _day(record.cover.generated_at.date().isoformat()),
        "dct:description": f"State in the period: {row.state}; {row.allowed} requests allowed, {row.refused} refused.",
        "dct:publisher": {"@id": "record:controller"},
        "dcat:contactPoint": {"@id": "record:controller"},
        "dpv:hasDataController": {"@id": "record:controller"},
        "dpv:hasPurpose": _named("dpv:Purpose", [row.purpose]),
        "dpv:hasLegalBasis": _named(
            "dpv:LegalBasis",
            (line.basis for line in row.lines),
            {_said(line.basis): _said(line.article) for line in row.lines},
        ),
        "dpv:hasProcessing": [
            *(
                {"@type": "dpv:Processing", "dct:title": act}
                for act in dict.fromkeys(a for x in row.lines for a in x.actions)
            ),
            *(_transfer(line) for line in row.recipients if isinstance(line.countries, Stated) or line.disclosed),
        ],
        "dpv:hasPersonalData": [
            {"@type": "dpv:PersonalData", "dct:title": line.label, "dct:identifier": line.id} for line in row.categories
        ],
        "dpv:hasDataSubject": _named("dpv:DataSubject", row.subjects),
        "dpv:hasDataSource": _named("dpv:DataSource", (one for line in row.categories for one in line.sources)),
        "dpv:hasRecipient": [_recipient(line) for line in row.recipients],
        "dpv:hasStorageCondition": [_storage(limit) for limit in row.limits if isinstance(limit, ErasureLimit)],
        "dpv:hasTechnicalOrganisationalMeasure": [
            {"@type": "dpv:TechnicalOrganisationalMeasure", "dct:title": one.name, "dct:description": one.sentence}
            for one in record.measures
        ],
    }
    yield {key: value for key, value in node.items() if value != []}


def _recipient(line: RecipientLine) -> Node:
    node: Node = {
        "@type": ["dpv:Recipient", _ROLES.get(line.role, "dpv:ThirdParty")],
        "dct:title": line.label,
        "dct:description": f"{line.disclosed} disclosures in the period",
        **_value("dpv:hasLegalMeasure", line.contract),
    }
    if isinstance(line.countries, Gap):
        node["dct:description"] += f"; missing: {line.countries.missing}"
    return node


def _transfer(line: RecipientLine) -> Node:
    """Write a transfer that is declared with its country, or that happened; without a country it has no location."""
    node: Node = {"@type": ["dpv:Transfer", "dpv:Processing"], "dct:title": f"to {line.label}"}
    if isinstance(line.countries, Stated):
        node["dpv:hasLocation"] = {"@type": "dpv:Location", "dct:title": line.countries.value}
    if isinstance(line.safeguard, Stated):
        node["dpv:hasLegalBasis"] = {"@type": ["dpv:LegalBasis", "dpv:DataTransferLegalBasis"],
                                     "dct:title": line.safeguard.value}  # fmt: skip
    return node


def _storage(limit: ErasureLimit) -> Node:
    return {
        "@type": "dpv:StorageCondition",
        "dct:identifier": limit.rule,
        "dpv:hasDuration": {
            "@type": "dpv:StorageDuration",
            "dct:title": limit.words,
            "dct:extent": {"@value": f"PT{limit.ceiling_seconds}S", "@type": "xsd:duration"},
        },
    }


def _named(kind: str, entries: Iterable[Entry], more: dict[str, str] | None = None) -> list[Node]:
    """Write each stated entry once as a concept of its kind; gaps are left out, so that shapes find them."""
    stated = dict.fromkeys(entry.value for entry in entries if isinstance(entry, Stated))
    return [
        {"@type": kind, "dct:title": value, **({"dct:source": more[value]} if more and more.get(value) else {})}
        for value in stated
    ]


def _said(entry: Entry) -> str:
    return entry.value if isinstance(entry, Stated) else ""


def _value(key: str, entry: Entry) -> Node:
    return {key: entry.value} if isinstance(entry, Stated) else {}


def _day(value: str) -> Node:
    return {"@value": value, "@type": "xsd:date"}


def _slug(key: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", key)
