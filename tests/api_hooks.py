"""What schemathesis cannot know of our API: a key is good for one request, and which ids there are."""

import json
import os
import re
import uuid
from pathlib import Path

import schemathesis

DESCRIPTION = json.loads((Path(__file__).parents[1] / "docs" / "openapi.json").read_text("utf-8"))
KNOWN = frozenset(
    name for schema in DESCRIPTION["components"]["schemas"].values() for name in schema.get("properties", ())
) | {"Idempotency-Key", "Authorization"}
"""Names that the description gives, which errors may point to."""
KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
IDS = json.loads(os.environ.get("API_IDS", "{}"))


@schemathesis.hook
def before_call(context, case, kwargs):
    """Give every good request a key of its own: a key that is used again for another body is refused, as it should."""
    key = (case.headers or {}).get("Idempotency-Key")
    if key is not None and KEY.fullmatch(str(key)):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Ask for things that are there in every second case; the others stay what they were."""
    for name, known in IDS.items():
        value = (path_parameters or {}).get(name)
        if isinstance(value, str) and re.fullmatch(r"[0-9a-f]{32}", value) and int(value, 16) % 2 == 0:
            path_parameters[name] = known[int(value, 16) // 2 % len(known)]
    return path_parameters


@schemathesis.check
def nothing_sent_is_repeated_in_an_error(ctx, response, case):
    """Look for whatever was sent in the answer's error; words that the API's own answers use may occur."""
    if "problem+json" not in "".join(response.headers.get("content-type", [])):
        return
    told = response.text
    placed = list((case.path_parameters or {}).values())
    for value in strings([placed, case.query, case.headers, case.cookies, case.body]):
        assert len(value) < 8 or value not in told, "an error repeats what was sent"


def strings(part):
    if isinstance(part, dict):
        for name, value in part.items():
            if name != "Content-Type":
                yield from strings(name) if name not in KNOWN else ()
                yield from strings(value)
    elif isinstance(part, (list, tuple)):
        for value in part:
            yield from strings(value)
    elif isinstance(part, bytes):
        yield part.decode(errors="replace")
    elif isinstance(part, str):
        yield part
