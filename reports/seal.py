"""The seal on a paper: a PAdES signature (baseline B-B) that certifies the file and allows no change after it.

The bytes of the paper before the signature stand unchanged at its beginning, so that anybody can compare them.
"""

import hashlib
import io
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from asn1crypto import keys, pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "PaperSeal"

Result = TypeVar("Result")

# What it logs about a file quotes the file.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL + 1)


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is known of a paper's seal: whether the file is as it was sealed, and by whom.

    `known` is true when the seal is ours. `certificate` is the SHA-256 of the signer's certificate in hexadecimal.
    """

    whole: bool
    known: bool
    certificate: str
    name: str
    at: datetime | None


class PaperSeal:
    """Seals papers with the key and certificates of one PEM file (the private key first, its certificate next)."""

    def __init__(self, key_and_certificates: bytes) -> None:
        parts = list(pem.unarmor(key_and_certificates, multiple=True))
        private = next(content for kind, _, content in parts if kind.endswith("PRIVATE KEY"))
        self._certificates = [x509.Certificate.load(content) for kind, _, content in parts if kind == "CERTIFICATE"]
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(self._certificates)
        self._signer = signers.SimpleSigner(
            signing_cert=self._certificates[0], signing_key=keys.PrivateKeyInfo.load(private), cert_registry=store
        )

    @property
    def certificate(self) -> str:
        """The SHA-256 of the signer's certificate, in hexadecimal."""
        return _digest(self._certificates[0])

    @property
    def certificates(self) -> bytes:
        """The certificates as PEM, to hand out."""
        return b"".join(pem.armor("CERTIFICATE", one.dump()) for one in self._certificates)

    def seal(self, paper: bytes) -> bytes:
        """Sign a PDF; what was there stays as it is, the signature follows it and covers all of it."""
        signer = signers.PdfSigner(
            signers.PdfSignatureMetadata(
                field_name=FIELD,
                md_algorithm="sha256",
                subfilter=fields.SigSeedSubFilter.PADES,
                reason="Sealed when it was made",
                certify=True,
                docmdp_permissions=fields.MDPPerm.NO_CHANGES,
            ),
            signer=self._signer,
            new_field_spec=fields.SigFieldSpec(FIELD),
        )
        return _aside(_signed, signer, paper)

    def check(self, paper: bytes) -> Sealed:
        """Look at a paper's seal; a file that is none of ours, is damaged or carries no seal is simply not whole."""
        return check_seal(paper, self._certificates)


def _aside(act: Callable[..., Result], *args: Any) -> Result:
    """Act in a thread of its own: pyHanko opens an event loop, and the caller's thread may have one already."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(act, *args).result()


def _signed(signer: signers.PdfSigner, paper: bytes) -> bytes:
    out = io.BytesIO()
    signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(paper)), output=out)
    return out.getvalue()


def check_seal(paper: bytes, trusted: Iterable[Any]) -> Sealed:
    """Check the seal of a paper against trusted certificates (asn1crypto); fetches nothing, believes nothing."""
    try:
        found = PdfFileReader(io.BytesIO(paper)).embedded_signatures[0]
        context = ValidationContext(trust_roots=list(trusted), allow_fetching=False)
        status = _aside(validate_pdf_signature, found, context)
        certificate = status.signing_cert
        return Sealed(
            whole=bool(status.intact and status.valid and status.docmdp_ok and _covers_everything(status)),
            known=bool(status.trusted),
            certificate=_digest(certificate),
            name=str(certificate.subject.native.get("common_name", "")),
            at=status.signer_reported_dt,
        )
    except Exception:  # noqa: BLE001 - a stranger's file may break the reader in any way; it is then not our paper
        return Sealed(whole=False, known=False, certificate="", name="", at=None)


def _covers_everything(status: Any) -> bool:
    return bool(status.coverage.name == "ENTIRE_FILE")


def _digest(certificate: Any) -> str:
    return hashlib.sha256(certificate.dump()).hexdigest()
