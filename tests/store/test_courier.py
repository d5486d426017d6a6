"""The courier goes to the public Internet over TLS, to the address it looked up, and nowhere else."""

import datetime
import ipaddress
import socket
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from operations.sharing_ports import NotTaken
from receiver import listening
from store.courier import HttpsCourier, is_public
from store.operating import Sharing

PUBLIC = HttpsCourier(Sharing(allow_private=False, seconds=3))
PRIVATE = HttpsCourier(Sharing(allow_private=True, seconds=3))

INSIDE = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
    *("255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "::7f00:1", "fe80::1%eth0", "no"),
]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_public(address):
    assert not is_public(address)


def test_public_addresses_are():
    assert all(is_public(each) for each in ("8.8.8.8", "2a00:1450:4001::8", "::ffff:8.8.8.8", "2002:808:808::"))


@given(st.ip_addresses(v=4))
def test_an_address_is_as_public_as_what_it_wraps(address: ipaddress.IPv4Address) -> None:
    plain = is_public(str(address))
    assert is_public(f"::ffff:{address}") == plain
    assert is_public(str(ipaddress.IPv6Address((0x64FF9B << 96) | int(address)))) == plain


@pytest.mark.parametrize(
    "address",
    [
        *("http://example.org/", "ftp://example.org/", "https://", "https:///x", "https://u:p@example.org/", "nothing"),
        *("https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest", "https://example.org:0/"),
        *("https://example.org/a b", "https://exämple.org/", "https://[bad/", f"https://example.org/{'x' * 400}"),
    ],
)
def test_some_addresses_are_refused_before_a_name_is_looked_up(address):
    with pytest.raises(NotTaken) as refused:
        PUBLIC.check(address)
    assert refused.value.lasting


def test_a_name_that_leads_inside_is_refused_whatever_else_it_leads_to(monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: pytest.fail("connected"))
    with pytest.raises(NotTaken, match="not public") as refused:
        PUBLIC.send("https://rebinding.example/", {}, b"x")
    assert refused.value.lasting


def test_the_address_that_was_looked_up_is_the_one_connected_to(monkeypatch):
    answers = iter(["8.8.8.8", "127.0.0.1"])
    connected = []

    def look_up(*args, **kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 443))]

    def connect(address, timeout):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NotTaken):
        PUBLIC.send("https://rebinding.example/hook", {}, b"x")
    assert connected == [("8.8.8.8", 443)]


def test_a_redirect_is_not_followed_and_a_long_answer_not_read():
    with listening() as place, listening() as other:
        place.status, place.headers = 302, {"Location": other.base}
        with pytest.raises(NotTaken, match="answered 302"):
            PRIVATE.send(place.base, {}, b"x")
        assert not other.got
        place.status, place.headers, place.body = 200, {}, b"x" * 200_000
        with pytest.raises(NotTaken, match="ValueError"):
            PRIVATE.send(place.base, {}, b"x")
        place.status, place.body = 410, b""
        with pytest.raises(NotTaken) as gone:
            PRIVATE.send(place.base, {}, b"x")
        assert gone.value.lasting


def test_a_certificate_must_be_good(tmp_path):
    good, key = certificate()
    (tmp_path / "both.pem").write_bytes(key + good)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(tmp_path / "both.pem")
    with listening(server) as place:
        with pytest.raises(NotTaken, match="SSLCertVerificationError"):
            PRIVATE.send(place.base, {}, b"x")
        assert not place.got
        trusting = ssl.create_default_context(cadata=good.decode())
        HttpsCourier(Sharing(allow_private=True, seconds=3), trusting).send(f"{place.base}/hook?x=1", {"A": "b"}, b"x")
        assert place.got[0][0]["a"] == "b"


def certificate() -> tuple[bytes, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "receiver")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made.public_bytes(serialization.Encoding.PEM), private
