"""Carries signed bytes to a receiver's address, and to nowhere else.

An address is a name that somebody typed, and names can lead anywhere: into this house, too. So the name is looked up
once, every address it stands for must be a public one, the connection goes to exactly that address, its certificate
must be the name's, nothing redirects, and neither time nor answer is without end. No proxy of the environment is used.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

from operations.sharing_ports import NotTaken
from store.operating import Sharing

_ANSWER_BYTES = 65_536


class HttpsCourier:
    """Implements `operations.sharing_ports.Courier` over HTTPS."""

    def __init__(self, settings: Sharing, context: ssl.SSLContext | None = None) -> None:
        self._settings = settings
        self._context = context or ssl.create_default_context()

    def check(self, address: str) -> None:
        """Raise NotTaken for an address that nothing is ever sent to; names are not looked up for that."""
        _parts(address, private=self._settings.allow_private)

    def is_encrypted(self, address: str) -> bool:
        """Tell whether what goes there is encrypted; without TLS it goes to this machine only."""
        parts = urlsplit(address)
        return parts.scheme == "https" or (self._settings.allow_private and parts.hostname in {"127.0.0.1", "::1"})

    def send(self, address: str, headers: Mapping[str, str], body: bytes) -> None:
        """Hand over with one POST; an answer of 2xx means taken. Raises NotTaken."""
        until = time.monotonic() + self._settings.seconds
        parts = _parts(address, private=self._settings.allow_private)
        pinned = self._pinned(parts)
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        try:
            connection = _connection(parts, pinned, self._context, until)
            try:
                connection.request("POST", path, body, {"User-Agent": "proviso", "Connection": "close", **headers})
                answer = connection.getresponse()
                _read(answer, connection, until)
            finally:
                connection.close()
        except (OSError, http.client.HTTPException, ValueError) as fault:
            raise NotTaken(type(fault).__name__) from None
        if not 200 <= answer.status < 300:
            # 410 is how a receiver says that it wants nothing any more; a redirect is never followed.
            raise NotTaken(f"answered {answer.status}", lasting=answer.status == 410)

    def _pinned(self, parts: SplitResult) -> str:
        """Look the name up and give the one address to connect to; every address of the name must be allowed."""
        try:
            found = socket.getaddrinfo(parts.hostname, parts.port or _port(parts), type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise NotTaken("the name is not known") from None
        addresses = [str(entry[4][0]) for entry in found]
        if not addresses or not all(self._settings.allow_private or is_public(each) for each in addresses):
            raise NotTaken("the name leads to an address that is not public", lasting=True)
        return addresses[0]


def is_public(address: str) -> bool:
    """Tell whether an address lies in the public Internet; an address that wraps another is as public as that."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(found)
    if inner is not None:
        return is_public(str(inner))
    return found.is_global and not found.is_multicast and not found.is_reserved


def _inner(found: IPv4Address | IPv6Address) -> IPv4Address | None:
    if isinstance(found, IPv4Address):
        return None
    if found.ipv4_mapped is not None:
        return found.ipv4_mapped
    if found.sixtofour is not None:
        return found.sixtofour
    whole = int(found)
    nat64 = whole >> 32 == int(IPv6Address("64:ff9b::")) >> 32
    return IPv4Address(whole & 0xFFFFFFFF) if nat64 or whole >> 32 == 0 else None


def _parts(address: str, *, private: bool) -> SplitResult:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise NotTaken("the address cannot be read", lasting=True) from None
    plain = private and parts.scheme == "http"
    if parts.scheme != "https" and not plain:
        raise NotTaken("the address does not begin with https://", lasting=True)
    if not parts.hostname or parts.username is not None or parts.password is not None or port == 0:
        raise NotTaken("the address has no host, or holds a user or password", lasting=True)
    if len(address) > 400 or not address.isascii() or any(letter <= " " for letter in address):
        raise NotTaken("the address holds letters that no address has, or is too long", lasting=True)
    if not private and _is_number(parts.hostname) and not is_public(parts.hostname):
        raise NotTaken("the address is not public", lasting=True)
    return parts


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _port(parts: SplitResult) -> int:
    return 443 if parts.scheme == "https" else 80


def _connection(parts: SplitResult, pinned: str, context: ssl.SSLContext, until: float) -> http.client.HTTPConnection:
    """Connect to the pinned address, but speak to the name: Host, SNI and certificate are the name's."""
    host, port = str(parts.hostname), parts.port or _port(parts)
    plain = socket.create_connection((pinned, port), timeout=_left(until))
    if parts.scheme != "https":
        connection = http.client.HTTPConnection(host, port)
        connection.sock = plain
        return connection
    try:
        wrapped = context.wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
    secure = http.client.HTTPSConnection(host, port, context=context)
    secure.sock = wrapped
    return secure


def _read(answer: http.client.HTTPResponse, connection: http.client.HTTPConnection, until: float) -> None:
    """Read the answer's body and forget it; it may be neither long nor slow."""
    seen = 0
    while chunk := answer.read(8192):
        seen += len(chunk)
        if seen > _ANSWER_BYTES:
            raise ValueError("the answer is too long")
        if connection.sock is not None:
            connection.sock.settimeout(_left(until))


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
