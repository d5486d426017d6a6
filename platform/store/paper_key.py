"""The key that seals papers: made once with a certificate of its own, or brought by the operator as one PEM file."""

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

YEARS = 10
"""How long a certificate that we make ourselves is good for: longer than any paper has to be shown."""
_LONGEST_NAME = 64
"""What X.509 allows as a common name."""


def make_paper_key(name: str, now: datetime) -> str:
    """Make a P-256 key and a certificate over it that it signs itself; both in one PEM text, the key first."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Papers of {name}"[:_LONGEST_NAME])])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # Clocks differ a little: a paper sealed at once must not be older than its certificate.
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_SIGNING_ONLY, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return (private + certificate.public_bytes(serialization.Encoding.PEM)).decode("ascii")


_SIGNING_ONLY = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


def check_paper_key(pem: bytes) -> None:
    """Raise ValueError for anything but a P-256, P-384 or RSA key with the certificate over it (the first one)."""
    key = serialization.load_pem_private_key(pem, password=None)
    certificates = x509.load_pem_x509_certificates(pem)
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise ValueError("a key of this kind cannot seal a paper")  # noqa: TRY004 - the value of a setting
    if certificates[0].public_key() != key.public_key():
        raise ValueError("the certificate is of another key")
