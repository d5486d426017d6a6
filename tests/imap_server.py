"""A mailbox at an IMAP server on this machine: TLS with a certificate of its own, and what is used of RFC 3501."""

import datetime
import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

PASSWORD = "open sesame please"


class _Talk(socketserver.StreamRequestHandler):
    server: "ImapServer"

    def handle(self) -> None:
        with suppress(OSError):
            self.say("* OK here")
            while line := self.rfile.readline().decode().strip():
                tag, _, rest = line.partition(" ")
                self.server.said.append(rest.split('"')[0])
                if self.answer(tag, rest.upper(), rest):
                    return

    def answer(self, tag: str, upper: str, rest: str) -> bool:
        letters = self.server.letters
        if upper.startswith("LOGIN"):
            self.say(f"{tag} OK done" if PASSWORD in rest else f"{tag} NO wrong")
        elif upper.startswith("LOGOUT"):
            self.say("* BYE now")
            self.say(f"{tag} OK done")
            return True
        elif upper.startswith("CAPABILITY"):
            self.say("* CAPABILITY IMAP4REV1 UIDPLUS")
            self.say(f"{tag} OK done")
        elif upper.startswith("UID SEARCH"):
            self.say("* SEARCH " + " ".join(str(uid) for uid in letters))
            self.say(f"{tag} OK done")
        elif found := re.match(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", upper):
            raw = letters[int(found[1])][: int(found[2])]
            self.wfile.write(f"* 1 FETCH (UID {found[1]} BODY[]<0> {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")
            self.say(f"{tag} OK done")
        elif upper.startswith("UID STORE"):
            self.server.marked.add(int(upper.split()[2]))
            self.say(f"{tag} OK done")
        elif "EXPUNGE" in upper:
            for uid in self.server.marked:
                letters.pop(uid, None)
            self.say(f"{tag} OK done")
        else:
            self.say(f"{tag} OK done")
        return False

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class ImapServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.letters: dict[int, bytes] = {}
        self.marked: set[int] = set()
        self.said: list[str] = []
        self.certificate = _certificate(folder)
        self._trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._trust.load_cert_chain(self.certificate)

    def get_request(self):
        connection, address = super().get_request()
        return self._trust.wrap_socket(connection, server_side=True), address

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that do not trust us: that is what they are tried for."""

    @property
    def port(self) -> int:
        return int(self.server_address[1])


@contextmanager
def running_imap_server(folder: Path) -> Iterator[ImapServer]:
    with ImapServer(folder) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file
