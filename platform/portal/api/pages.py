"""Lists in pages: an opaque cursor, a bounded number, and a link to what follows (RFC 8288); no totals."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from urllib.parse import urlencode

from flask import current_app, request
from pydantic import BaseModel, ConfigDict, Field

from governance.errors import ProvisoError

_TAG_BYTES = 9


class PageQuery(BaseModel):
    """Where a page begins and how long it is."""

    model_config = ConfigDict(extra="forbid")

    cursor: str = Field("", max_length=300, description="Where the page begins: from the link of the page before.")
    limit: int = Field(50, ge=1, le=100, description="How many at most.")


def read_cursor(query: PageQuery, use: str) -> str:
    """Give what a cursor of ours says, or "" for the first page; raises ProvisoError not-found for any other."""
    if not query.cursor:
        return ""
    try:
        whole = base64.urlsafe_b64decode(query.cursor.encode("ascii", "strict") + b"==")
        tag, said = whole[:_TAG_BYTES], whole[_TAG_BYTES:]
        if hmac.compare_digest(tag, _tag(use, said)):
            return said.decode()
    except (binascii.Error, ValueError):
        pass
    raise ProvisoError("not-found")


def links(query: PageQuery, use: str, following: str) -> dict[str, str]:
    """Give the header that leads to the next page, if there is one."""
    if not following:
        return {}
    said = following.encode()
    cursor = base64.urlsafe_b64encode(_tag(use, said) + said).decode().rstrip("=")
    others = [(name, value) for name, value in request.args.items() if name not in {"cursor", "limit"}]
    address = f"{request.path}?{urlencode([*others, ('cursor', cursor), ('limit', query.limit)])}"
    return {"Link": f'<{address}>; rel="next"'}


def cut(found: Sequence[object], limit: int) -> bool:
    """Tell whether more was found than fits on a page; callers look for one more than they show."""
    return len(found) > limit


def _tag(use: str, said: bytes) -> bytes:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"cursor {use} ".encode() + said, hashlib.sha256).digest()[:_TAG_BYTES]
