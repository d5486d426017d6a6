"""The jobs of the queue. They take ids, return nothing, and let no message of an exception out."""

from collections.abc import Iterator
from contextlib import contextmanager

from ocr_worker.loaded import loaded
from operations.draft_policy import check_draft as check
from operations.fulfil_request import fulfil_request as fulfil
from operations.make_record import make_record as make
from operations.process_document import process_document as process
from reports.access_pack import render as render_answer
from reports.enclosed import enclosed
from reports.press import Press
from reports.program import verifier
from reports.seal import PaperSeal
from store.evidence import EvidencePacker
from store.proving import ProvingProgram


class JobFailed(Exception):
    """A job failed; its one argument is the name of the type of what went wrong, and nothing else."""


@contextmanager
def _speechless() -> Iterator[None]:
    try:
        yield
    except Exception as fault:  # noqa: BLE001 - whatever it was, its words must not reach the queue
        # From None: the chain of causes may quote the document, and RQ would keep it.
        raise JobFailed(type(fault).__name__) from None


def process_document(document: str) -> None:
    """Read one document to its end."""
    with _speechless():
        here = loaded()
        process(here.services, here.reader, document, on_claim=here.held.take)
        here.held.let_go()


def make_record(record: str) -> None:
    """Make one record of processing that was asked for."""
    with _speechless():
        here = loaded()
        press = Press(PaperSeal(here.house.secrets.papers))
        packer = EvidencePacker(here.house.settings, here.house.database, verifier(), enclosed)
        make(here.services, press.write, record, packer.pack)


def fulfil_request(request: str) -> None:
    """Carry out one request whose answer has to be made."""
    with _speechless():
        fulfil(loaded().services, request, render_answer)


def check_draft(draft: str) -> None:
    """Check, prove and compare one draft of the policy."""
    with _speechless():
        here = loaded()
        check(here.services, ProvingProgram(here.house.settings.policy).check, draft)
