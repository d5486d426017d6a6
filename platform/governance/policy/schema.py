"""The JSON Schema of each policy file, made from the very models that read it, for editors that check while one types.

A schema knows keys and kinds of values. Whether names exist, sentences are carried out and promises hold is for
`check` and `prove`. Draft 7, because that is what editors understand.
"""

import json
from typing import Any, Final, Literal

from pydantic import BaseModel

from governance.policy import rulebook as rules
from governance.policy import vocabulary as words
from governance.policy.law import SPAN
from governance.policy.parse import SCHEMA, SCOPES
from governance.policy.schema_words import SECTIONS, WORDS

Shape = Literal["one", "named", "listed"]
Section = tuple[Shape, type[BaseModel]] | dict[str, Any]
"""One entry, entries by name, or a list of entries, of a model; or a schema as it is."""

DRAFT: Final = "http://json-schema.org/draft-07/schema#"
PARAMETER: Final = r"^\$[a-z][a-z0-9_]*$"
_SPAN: Final[dict[str, Any]] = {"type": "string", "pattern": f"^({SPAN.pattern})$"}
_TEXT: Final[dict[str, Any]] = {"type": "string", "minLength": 1}
_SCALAR: Final[dict[str, Any]] = {"type": ["string", "boolean", "integer"]}
_FACT: Final = r"^[a-z][a-z0-9_]*\.[a-z0-9_]+$"

FILES: Final[dict[str, dict[str, Section]]] = {
    "policy.yaml": {
        "schema": {"const": SCHEMA},
        "policy": ("one", words.Header),
        "controller": ("one", words.Controller),
        "parameters": ("named", words.Parameter),
        "ambiguities": ("named", words.Ambiguity),
        "informational": {"type": "object", "additionalProperties": _TEXT},
        "allow": ("listed", words.Allowance),
        "regimes": ("named", words.Regime),
        "children": ("one", words.Children),
        "change_notification": ("one", words.ChangeNotification),
    },
    "vocabulary.yaml": {
        "kinds": ("named", words.Labelled),
        "actions": ("named", words.Labelled),
        "categories": ("named", words.Category),
        "purposes": ("named", words.Purpose),
        "recipients": ("named", words.RecipientSource),
        "lawful_bases": ("named", words.Basis),
        "consents": ("named", words.Consent),
        "duties": ("named", words.Duty),
        "events": ("named", words.Event),
        "facts": ("named", words.FactSource),
    },
    "rules.yaml": {"activities": ("listed", rules.ActivitySource), "prohibitions": ("listed", rules.ProhibitionSource)},
    "retention.yaml": {"retention": ("listed", rules.RetentionSource)},
    "sharing.yaml": {"recipient_details": ("named", rules.RecipientDetail), "transfers": ("listed", rules.Transfer)},
    "cookies.yaml": {"cookies": ("listed", rules.CookieSource), "controls": ("one", rules.CookieControls)},
    "rights.yaml": {
        "scope": {"anyOf": [{"enum": list(SCOPES)}, {"type": "string", "pattern": PARAMETER}]},
        "deadlines": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": _SPAN}},
        "rights": ("listed", rules.Right),
    },
    "promises.yaml": {
        "promises": ("listed", rules.Promise),
        "kept_elsewhere": {"type": "object", "additionalProperties": _TEXT},
    },
    "examples.yaml": {
        "given": {"type": "object", "patternProperties": {_FACT: _SCALAR}, "additionalProperties": False},
        "examples": ("listed", rules.Example),
    },
}
"""The sections of every file; a test compares them with what `parse` reads."""

NEEDED: Final = {"policy.yaml": ["schema", "policy", "controller"]}

_CONDITION: Final[dict[str, Any]] = {
    "description": "Facts with the values that will do; all must hold. `any` and `all` take lists of conditions.",
    "type": "object",
    "minProperties": 1,
    "properties": {
        word: {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/Condition"}} for word in ("any", "all")
    },
    "patternProperties": {_FACT: {"anyOf": [_SCALAR, {"type": "array", "minItems": 1, "items": _SCALAR}]}},
    "additionalProperties": False,
}


def name_of(file: str) -> str:
    """Give the name under which a file's schema lies in `policies/schema`."""
    return file.removesuffix(".yaml") + ".json"


def schema(file: str) -> dict[str, Any]:
    """Make the schema of a policy file, such as `rules.yaml`; KeyError for a file that no policy has."""
    definitions: dict[str, Any] = {"Condition": _CONDITION}
    properties = {
        name: {"description": SECTIONS[name], **_section(section, definitions)} for name, section in FILES[file].items()
    }
    made: dict[str, Any] = {
        "$schema": DRAFT,
        "title": f"{file} of a policy",
        "description": "Made by `proviso policy schema --write`; not to be edited.",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    if file in NEEDED:
        made["required"] = NEEDED[file]
    used = json.dumps({name: entry for name, entry in definitions.items() if name != "Condition"})
    if '"#/definitions/Condition"' not in used:
        del definitions["Condition"]
    return {**made, "definitions": definitions}


def schema_text(file: str) -> str:
    """Write a schema, always with the same bytes."""
    return json.dumps(schema(file), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _section(section: Section, definitions: dict[str, Any]) -> dict[str, Any]:
    if isinstance(section, dict):
        return section
    shape, model = section
    entry = _entry(model, definitions)
    if shape == "one":
        return entry
    if shape == "named":
        return {"type": "object", "additionalProperties": entry}
    return {"type": "array", "items": entry}


def _entry(model: type[BaseModel], definitions: dict[str, Any]) -> dict[str, Any]:
    made = model.model_json_schema(ref_template="#/definitions/{model}")
    for name, inner in {**made.pop("$defs", {}), model.__name__: made}.items():
        definitions[name] = _plain(name, inner)
    return {"$ref": f"#/definitions/{model.__name__}"}


def _plain(model: str, made: dict[str, Any]) -> dict[str, Any]:
    """Say an entry's keys in words, and let a parameter stand wherever a value is written."""
    properties = {}
    for name, inner in made["properties"].items():
        said, example = WORDS.get(f"{model}.{name}") or WORDS[name]
        kind = {key: value for key, value in inner.items() if key not in ("title", "default")}
        properties[name] = {**_reference(_value(kind)), "description": said}
        if example is not None:
            properties[name]["examples"] = [example]
    kept = {key: value for key, value in made.items() if key in ("type", "required", "additionalProperties")}
    return {"description": made["description"].split("\n")[0], **kept, "properties": properties}


def _reference(kind: dict[str, Any]) -> dict[str, Any]:
    # Draft 7 ignores whatever stands beside a reference; so that the words are shown it goes one level deeper.
    return {"allOf": [kind]} if "$ref" in kind else kind


def _value(kind: dict[str, Any]) -> dict[str, Any]:
    if "anyOf" in kind:
        return {"anyOf": [_value(part) for part in kind["anyOf"]]}
    if "prefixItems" in kind:
        return {"type": "array", "minItems": 2, "maxItems": 2, "items": _value(kind["prefixItems"][0])}
    if kind.get("type") == "object" and kind.get("additionalProperties") is True:
        return {"$ref": "#/definitions/Condition"}
    if kind.get("type") in ("boolean", "integer") or "enum" in kind or "const" in kind or kind.get("format") == "date":
        return {"anyOf": [kind, {"type": "string", "pattern": PARAMETER}]}
    if kind.get("type") == "array" and "items" in kind:
        return {**kind, "items": _value(kind["items"])}
    return kind
