"""E-mail addresses, web addresses, network and device addresses, wallets."""

import re
from collections.abc import Iterator
from ipaddress import ip_address

import tldextract
from stdnum import bitcoin

from ocr_worker.recognizers.fields import Fields
from ocr_worker.recognizers.view import View
from ocr_worker.span import Span

# The list of public suffixes that comes with the package; nothing is fetched and nothing is cached on disk.
_SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True)
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-]+)*"
_EMAIL = re.compile(rf"(?<![\w.+\-@]){_LOCAL}@[^\W_](?:[\w\-]*[^\W_])?(?:\.[^\W_](?:[\w\-]*[^\W_])?)+")
# As scans and cautious people break it: name @ host . com, name (at) host, a comma or a blank for the point.
_AT = r"(?:[ ]?[@©®][ ]?|[ ]?[(\[][ ]?(?:at|@)[ ]?[)\]][ ]?)"
_BROKEN = re.compile(
    rf"(?<![\w.+\-@])[A-Za-z0-9_](?:[\w\-]|[ ]?\.[ ]?(?=\w))*{_AT}[A-Za-z0-9](?:[\w\-]*\w)?(?:"
    rf"(?:[ ]?[.,][ ]?|\n?[.](?:\n)?|[ ])[A-Za-z][\w\-]*){{1,4}}"
)
_JOINTS = re.compile(r"[ ]?[.,][ ]?|[ \n]+")
_URL = re.compile(
    r"(?<![@\w])(?:(?:https?|ftp)[ ]?:[ ]?//|www[.,][ ]?)[^\s<>\"']+|(?<![@\w./\-])(?:[a-z0-9\-]+\.)+[a-z]{2,}"
    r"(?:/[^\s<>\"']*)?(?![\w@])",
    re.IGNORECASE,
)
_V4 = re.compile(r"(?<![\w.])\d{1,3}(?:[ ]?\.[ ]?\d{1,3}){3}(?:/\d{1,2})?(?![\w]|\.\d)")
_V6 = re.compile(r"(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:%\w+)?(?![\w:])", re.IGNORECASE)
_MAC = re.compile(
    r"(?<![\w:\-])[0-9a-f]{2}([:\-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}(?![\w:\-])|(?<!\w)(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}"
    r"(?!\w)",
    re.IGNORECASE,
)
_WALLET = re.compile(r"(?<!\w)(?:bc1[ac-hj-np-z02-9]{8,87}|[13][a-km-zA-HJ-NP-Z1-9]{25,34}|0x[0-9a-fA-F]{40})(?!\w)")
_SHORT_TAILS = frozenset(
    [
        "com",
        "org",
        "net",
        "edu",
        "gov",
        "info",
        "biz",
        "co",
        "eu",
        "uk",
        "de",
        "fr",
        "es",
        "it",
        "nl",
        "pl",
        "at",
        "ch",
        "be",
        "us",
        "ca",
        "au",
        "in",
        "ie",
        "io",
    ]
)
"""Ends of a domain after which a blank in it is believed to be the scan's."""


class Emails:
    """E-mail addresses whose domain could be registered, also where the scan broke them."""

    def claims(self, view: View, fields: Fields) -> Iterator[Span]:
        """Every address of the page."""
        text = view.text
        if "@" not in text and "©" not in text and "®" not in text and "at)" not in text and "at]" not in text:
            return
        for match in _EMAIL.finditer(text):
            end = _email_end(text, match)
            if end:
                yield Span("EMAIL_ADDRESS", match.start(), end, 1.0)
        for match in _BROKEN.finditer(text):
            yield from self._broken(match, labelled=fields.near("EMAIL_ADDRESS", match.start(), 20))

    @staticmethod
    def _broken(match: re.Match[str], *, labelled: bool) -> Iterator[Span]:
        """The longest stretch that is an address once blanks and commas are points again."""
        whole = match[0]
        at = re.search(_AT, whole)
        if at is None:
            return
        local, host = whole[: at.start()], whole[at.end() :]
        ends = [*[joint.start() for joint in _JOINTS.finditer(host)][1:], len(host)]
        for end in sorted(set(ends), reverse=True):
            joints = [joint[0] for joint in _JOINTS.finditer(host, 0, end)]
            domain = _JOINTS.sub(".", host[:end])
            blank = any(not joint.strip(" \n") for joint in joints)
            last = domain.rpartition(".")[2].lower()
            if blank and not (last in _SHORT_TAILS and "example" not in last):
                continue
            if joints and registrable(domain):
                if blank and not labelled and host[:end].count(" ") > 1:
                    continue
                # A blank before a point of the local part is the scan's only when the rest is one word.
                begin = match.start() + (local.rfind(" ") + 1 if re.search(r"[^.] [^.]", local) else 0)
                yield Span("EMAIL_ADDRESS", begin, match.start() + at.end() + end, 0.85)
                return


def _email_end(text: str, match: re.Match[str]) -> int:
    """Where the address ends; 0 if its domain ends in no public suffix. A line's end may break it after a point."""
    domain = match[0].rpartition("@")[2]
    tail = re.compile(r"\n([a-z0-9\-]+(?:\.[a-z]{2,})*)(?=[\s,;)]|\.?(?:\s|$))").match(text, match.end())
    if tail is None and text[match.end() : match.end() + 1] == ".":
        tail = re.compile(r"\.\n([a-z0-9\-]+(?:\.[a-z]{2,})*)(?=[\s,;).]|$)").match(text, match.end())
        if tail and registrable(f"{domain}.{tail[1]}") and tail[1].split(".")[-1] in _SHORT_TAILS:
            return tail.end()
    if registrable(domain):
        return match.end()
    shorter = domain.rstrip(".-")
    return match.end() - (len(domain) - len(shorter)) if registrable(shorter) else 0


def registrable(domain: str) -> bool:
    """Whether a domain ends in a public suffix and has a name before it."""
    return bool(_SUFFIXES(domain.lower()).top_domain_under_public_suffix)


class Networks:
    """Web addresses, addresses of the internet protocol, device addresses and wallets."""

    def claims(self, view: View, fields: Fields) -> Iterator[Span]:  # noqa: ARG002
        """Every such address of the page."""
        text = view.text
        for match in _URL.finditer(text):
            value = match[0].rstrip(".,;:!?)]}'\"")
            sure = re.match(r"(?:https?|ftp)[ ]?:|www[.,]", value, re.IGNORECASE)
            named = "/" in value and registrable(value.partition("/")[0])
            if sure or named:
                yield Span("URL", match.start(), match.start() + len(value), 0.9 if sure else 0.6)
        for match in _V4.finditer(text):
            if _address(match[0].partition("/")[0].replace(" ", "")):
                yield Span("IP_ADDRESS", match.start(), match.end(), 0.95)
        for match in _V6.finditer(text):
            if match[0].count(":") > 2 and match[0].strip(":") and _address(match[0].partition("%")[0]):
                yield Span("IP_ADDRESS", match.start(), match.end(), 0.95)
        for match in _MAC.finditer(text):
            yield Span("MAC_ADDRESS", match.start(), match.end(), 0.9)
        for match in _WALLET.finditer(text):
            if match[0].startswith("0x") or bitcoin.is_valid(match[0]):
                yield Span("CRYPTO", match.start(), match.end(), 1.0)


def _address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
