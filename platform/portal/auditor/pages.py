"""What an auditor reads: the policy in force, the ledger's head, the records and their papers."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from governance.errors import ProvisoError
from portal.doors import acting, house, needs
from portal.papers import BEING_MADE, paper, rows
from portal.words import record_state

pages = Blueprint("auditor", __name__, url_prefix="/audit")


@pages.get("")
@needs("auditor")
def evidence() -> ResponseReturnValue:
    """List what there is to check."""
    return render_template(
        "auditor/evidence.html",
        records=rows(house()),
        ledger=(),
        shown_at="auditor.record",
        paper_at="auditor.download",
    )


@pages.get("/records/<record>")
@needs("auditor")
def record(record: str) -> ResponseReturnValue:
    """Show one record with its digest."""
    return render_template("_record_page.html", list_name="Evidence", **_state(record))


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


def _state(record: str) -> dict[str, object]:
    with house().store.read() as unit:
        issued = unit.records.get(record)
    if issued is None:
        raise ProvisoError("not-found")
    return {
        "issued": issued,
        "said": record_state(issued.state),
        "live": issued.state in BEING_MADE,
        "paper_at": "auditor.download",
        "state_at": "auditor.state",
        "list_at": "auditor.evidence",
    }
