"""What an auditor reads: the policy in force, the ledger's head, whether it holds, the records and their papers."""

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from governance.errors import ProvisoError
from governance.papers import KINDS
from portal.doors import acting, house, needs
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
    return _page()


@pages.post("/verify")
@needs("auditor")
def check() -> ResponseReturnValue:
    """Recompute the whole ledger now, against its signed checkpoints and one that the auditor kept."""
    kept = request.form.get("witness", "").replace("\r\n", "\n").strip()
    witness = f"{kept}\n".encode() if kept else None
    return _page(found=verify(_parts().database, _parts().signer.public_key, witness), kept=kept)


@pages.get("/checkpoint.txt")
@needs("auditor")
def checkpoint() -> ResponseReturnValue:
    """Hand out the newest signed checkpoint, to be kept elsewhere; raises not-found before the first."""
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
    return render_template(
        "_record_page.html", refreshing=request.args.get("refresh") != "off", list_name="Evidence", **_state(record)
    )


@pages.get("/records/<record>/state")
@needs("auditor")
def state(record: str) -> ResponseReturnValue:
    """Give only the part of the page that changes."""
    return render_template("_record.html", **_state(record))


@pages.get("/records/<record>/paper")
@needs("auditor")
def download(record: str) -> ResponseReturnValue:
    """Hand out the finished PDF; the ledger notes it."""
    return paper(house(), acting("auditor"), record)


@pages.get("/records/<record>/files/<name>")
@needs("auditor")
def enclosed(record: str, name: str) -> ResponseReturnValue:
    """Hand out one of the files that the PDF encloses; the ledger notes it."""
    return file_of(house(), acting("auditor"), record, name)


def _page(**more: object) -> str:
    parts = _parts()
    return render_template(
        "auditor/evidence.html",
        records=rows(house()),
        last=newest(parts.database),
        verifier=load_signer(parts.settings, parts.database).verifier,
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
        "kind": KINDS[issued.kind],
        "files": files_of(house(), record),
        "file_at": "auditor.enclosed",
        "issued": issued,
        "said": record_state(issued.state),
        "live": issued.state in BEING_MADE,
        "paper_at": "auditor.download",
        "state_at": "auditor.state",
        "list_at": "auditor.evidence",
    }
