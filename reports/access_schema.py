"""The JSON Schema of an answer's data, handed out beside it (GDPR Art. 20: structured, common, machine-readable)."""

from typing import Any, Final

ID: Final = "urn:proviso:answer:1"


def _object(required: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "required": sorted(required), "properties": required, **more}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


_TEXT: Final[dict[str, Any]] = {"type": "string"}
_COUNT: Final[dict[str, Any]] = {"type": "integer", "minimum": 0}
_NAMES: Final[dict[str, Any]] = {"type": "object", "additionalProperties": _TEXT}
_USE = _object({"purpose": _TEXT, "basis": _TEXT, "article": _TEXT, "activity": _TEXT})
_LINE = _object(
    {
        "category": _TEXT,
        "label": _TEXT,
        "count": _COUNT,
        "uses": _list(_USE),
        "recipients": _list(_TEXT),
        "period": _TEXT,
        "clauses": _list(_TEXT),
        "source": _TEXT,
    }
)
_TABLE = _object({"table": _TEXT, "categories": _NAMES, "rows": _list({"type": "object"}), "withheld": _NAMES})
_READ = _object(
    {
        "text": _TEXT,
        "document": _TEXT,
        "category": _TEXT,
        "held_until": _TEXT,
        "pages": _COUNT,
        "counts": {"type": "object", "additionalProperties": _COUNT},
        "content": _TEXT,
    }
)

SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": ID,
    "title": "The answer to a request about personal data",
    **_object(
        {
            "schema": {"const": ID},
            "answer": _object(
                {
                    "kind": {"enum": ["access", "know_categories", "know_specific", "portability"]},
                    "reference": _TEXT,
                    "controller": _TEXT,
                    "contact": _TEXT,
                    "made_on": {"type": "string", "format": "date"},
                    "held": {"type": "boolean"},
                    "lines": _list(_LINE),
                    "rights": _list(_TEXT),
                    "complaint": _TEXT,
                    "withheld": _list(_TEXT),
                    "profile": {"enum": ["EU", "California"]},
                }
            ),
            "data": {
                "type": "object",
                "properties": {
                    "tables": _list(_TABLE),
                    "ledger": _list({"type": "object"}),
                    "texts": _list(_READ),
                    "letters": _list(_object({"category": _TEXT, "at": _TEXT, "from": {"enum": ["us", "you"]}})),
                    "files": _list(_object({"name": _TEXT, "category": _TEXT})),
                },
            },
        }
    ),
}
