"""What an auditor reads: the policy in force, the ledger's head, whether it holds, the records and their papers."""

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_security import current_user

from governance.auditing import PARTS, Term
from governance.errors import ProvisoError
from governance.papers import EVIDENCE, MADE
from operations.review_decisions import review_ledger
from portal.doors import acting, admit, house, needs
from portal.papers import BEING_MADE, file_of, files_of, paper, rows
from portal.words import record_state
from store.build import House
from store.checkpoints import newest
from store.rotation import load_signer
from store.verify import verify

pages = Blueprint("auditor", __name__, url_prefix="/audit")


@pages.get("")
@needs("auditor")
def evidence() -> ResponseReturnValue:
    """List what there is to check."""
    review_ledger(house(), acting("auditor"), "evidence")
    return _page()


@pages.post("/verify")
@needs("auditor", "ledger")
def check() -> ResponseReturnValue:
    """Recompute the whole ledger now, against its signed checkpoints and one that the auditor kept."""
    review_ledger(house(), acting("auditor"), "verification")
    kept = request.form.get("witness", "").replace("\r\n", "\n").strip()
    witness = f"{kept}\n".encode() if kept else None
    return _page(found=verify(_parts().database, _parts().signer.public_key, witness), kept=kept)


@pages.get("/checkpoint.txt")
@needs("auditor", "ledger")
def checkpoint() -> ResponseReturnValue:
    """Hand out the newest signed checkpoint, to be kept elsewhere; raises not-found before the first."""
    review_ledger(house(), acting("auditor"), "checkpoint")
    last = newest(_parts().database)
    if last is None:
        raise ProvisoError("not-found")
    response = Response(last.note, mimetype="text/plain")
    response.headers["Content-Disposition"] = f'attachment; filename="checkpoint-{last.size}.txt"'
    return response


@pages.get("/records/<record>")
@needs("auditor")
def record(record: str) -> ResponseReturnValue:
    """Show one record with its digest."""
    _admitted(record)
    review_ledger(house(), acting("auditor"), record)
    return render_template(
        "_record_page.html", refreshing=request.args.get("refresh") != "off", list_name="Evidence", **_state(record)
    )


@pages.get("/records/<record>/state")
@needs("auditor")
def state(record: str) -> ResponseReturnValue:
    """Give only the part of the page that changes."""
    _admitted(record)
    return render_template("_record.html", **_state(record))


@pages.get("/records/<record>/paper")
@needs("auditor")
def download(record: str) -> ResponseReturnValue:
    """Hand out the finished PDF, or the package; the ledger notes it."""
    _admitted(record)
    return paper(house(), acting("auditor"), record)


@pages.get("/records/<record>/files/<name>")
@needs("auditor")
def enclosed(record: str, name: str) -> ResponseReturnValue:
    """Hand out one of the files that the PDF encloses; the ledger notes it."""
    _admitted(record)
    return file_of(house(), acting("auditor"), record, name)


def _page(**more: object) -> str:
    parts = _parts()
    return render_template(
        "auditor/evidence.html",
        records=rows(house()),
        last=newest(parts.database),
        verifier=load_signer(parts.settings, parts.database).verifier,
        term=_term(),
        audit_parts=PARTS,
        shown_at="auditor.record",
        paper_at="auditor.download",
        **more,
    )


def _parts() -> House:
    house: House = current_app.extensions["proviso-house"]
    return house


def _state(record: str) -> dict[str, object]:
    with house().store.read() as unit:
        issued = unit.records.get(record)
    if issued is None:
        raise ProvisoError("not-found")
    return {
        "kind": MADE[issued.kind],
        "files": files_of(house(), record),
        "file_at": "auditor.enclosed",
        "issued": issued,
        "said": record_state(issued.state),
        "live": issued.state in BEING_MADE,
        "paper_at": "auditor.download",
        "state_at": "auditor.state",
        "list_at": "auditor.evidence",
    }


def _term() -> Term | None:
    with house().store.read() as unit:
        return unit.accounts.term(current_user.id, "auditor")


def _admitted(record: str) -> None:
    """Let in to packages those who may have packages, and to papers those who may have records."""
    with house().store.read() as unit:
        issued = unit.records.get(record)
    admit("evidence" if issued is not None and issued.kind == EVIDENCE.code else "records")
