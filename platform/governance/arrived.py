"""Reading a letter that came by e-mail: who sent it and what it says, believing nothing and keeping no attachment.

The standard library's parser does the reading (RFC 5322, 2045 to 2047). A letter is a stranger's, so whatever it does
to the parser ends as a letter without words, never as a fault.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from html.parser import HTMLParser
from typing import Final

HTML_LETTERS: Final = 200_000
"""Characters of HTML that are turned into text; the parser's time grows faster than the text."""
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z0-9-]{2,63}")
_MACHINES = ("mailer-daemon@", "postmaster@", "no-reply@", "noreply@")
_UNSHOWN = frozenset({"script", "style", "head", "title", "template"})
_BREAKING = frozenset({"p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "hr"})


@dataclass(frozen=True, slots=True)
class Arrived:
    """A letter as it was read; `address` is in lower case, and empty where none can be answered.

    Whatever stands in it as the sender is a claim. `automatic` says that a program answered, which nobody answers
    back (RFC 3834); `attachments` counts what was left aside.
    """

    address: str = ""
    subject: str = ""
    text: str = ""
    automatic: bool = False
    attachments: int = 0


def read_letter(raw: bytes) -> Arrived:
    """Read one letter, also one that was cut off somewhere; raises nothing."""
    try:
        letter = message_from_bytes(raw, policy=policy.default)
        assert isinstance(letter, EmailMessage)  # noqa: S101 - what this policy makes
        text, attachments = _text(letter)
        address = _sender(letter)
        return Arrived(address, _header(letter, "Subject")[:300], text, _is_automatic(letter, address), attachments)
    except Exception:  # noqa: BLE001 - a stranger's letter may break the parser in any way
        return Arrived()


def _header(letter: EmailMessage, name: str) -> str:
    return " ".join(str(letter.get(name, "")).split())


def _sender(letter: EmailMessage) -> str:
    found = [address for _, address in getaddresses([_header(letter, "From")]) if address]
    return found[0].lower() if len(found) == 1 and _ADDRESS.fullmatch(found[0]) else ""


def _is_automatic(letter: EmailMessage, address: str) -> bool:
    return (
        _header(letter, "Auto-Submitted").lower() not in ("", "no")
        or _header(letter, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply")
        or _header(letter, "Return-Path") == "<>"
        or "List-Id" in letter
        or address.startswith(_MACHINES)
    )


def _text(letter: EmailMessage) -> tuple[str, int]:
    """Give the letter's words, plain ones before HTML, and the number of parts that are no words of it."""
    plain, html, others = "", "", 0
    for part in letter.walk():
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or kind not in ("text/plain", "text/html"):
            others += 1
        elif kind == "text/plain":
            plain = plain or _decoded(part)
        else:
            html = html or _decoded(part)
    return (plain if plain.strip() else text_of(html)), others


def _decoded(part: EmailMessage) -> str:
    content = part.get_payload(decode=True)
    charset = part.get_content_charset("utf-8")
    assert isinstance(content, bytes)  # noqa: S101 - what decoding a single part gives
    try:
        return content.decode(charset, "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._unshown = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._unshown += tag in _UNSHOWN
        if tag in _BREAKING:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSHOWN:
            self._unshown = max(0, self._unshown - 1)

    def handle_data(self, data: str) -> None:
        if not self._unshown:
            self.said.append(data.replace("\n", " "))


def text_of(html: str) -> str:
    """Give the words of HTML, lines where its blocks are, without scripts, styles or addresses behind links."""
    words = _Words()
    words.feed(html[:HTML_LETTERS])
    words.close()
    lines = (" ".join(line.split()) for line in "".join(words.said).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
