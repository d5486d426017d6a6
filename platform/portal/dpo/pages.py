"""The records: make one of any kind, watch it being written, download it."""

from datetime import UTC, date, datetime, time, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from governance.errors import ProvisoError
from governance.papers import KINDS, MADE, PROCESSING
from operations.issue_record import ask_for_record
from operations.rows import IssuedRecord
from portal.doors import acting, house, needs
from portal.papers import BEING_MADE, file_of, files_of, paper, rows
from portal.period import PeriodForm
from portal.words import record_state

pages = Blueprint("dpo", __name__, url_prefix="/dpo")

DEFAULT_DAYS = 30


class RecordForm(PeriodForm):
    """The kind of a record and its period: two days, both part of it."""

    kind = SelectField(
        "Kind of record",
        choices=[(kind.code, f"{kind.title} ({kind.law})") for kind in KINDS.values()],
        default=PROCESSING.code,
    )


@pages.get("/records")
@needs("dpo")
def records() -> ResponseReturnValue:
    """List the records and offer to make one."""
    today = house().now().astimezone(UTC).date()
    form = RecordForm(formdata=None, since=today - timedelta(days=DEFAULT_DAYS), until=today)
    return _page(form)


@pages.post("/records")
@needs("dpo")
def make() -> ResponseReturnValue:
    """Ask for a record; the worker writes it."""
    form = RecordForm()
    if not form.validate():
        return _page(form), 422
    period = _period(form.since.data, form.until.data, house().now())
    issued = ask_for_record(house(), acting("dpo"), period=period, kind=form.kind.data)
    return redirect(url_for("dpo.record", record=issued.id), code=303)


@pages.get("/records/<record>")
@needs("dpo")
def record(record: str) -> ResponseReturnValue:
    """Show one record; the page renews itself until the paper is there."""
    return render_template(
        "_record_page.html",
        refreshing=request.args.get("refresh") != "off",
        list_name="Records",
        **_state(record),
    )


@pages.get("/records/<record>/state")
@needs("dpo")
def state(record: str) -> ResponseReturnValue:
    """Give only the part of the page that changes."""
    return render_template("_record.html", **_state(record))


@pages.get("/records/<record>/paper")
@needs("dpo")
def download(record: str) -> ResponseReturnValue:
    """Hand out the finished PDF."""
    return paper(house(), acting("dpo"), record)


def _page(form: RecordForm) -> str:
    return render_template(
        "dpo/records.html", form=form, records=rows(house()), shown_at="dpo.record", paper_at="dpo.download"
    )


@pages.get("/records/<record>/files/<name>")
@needs("dpo")
def enclosed(record: str, name: str) -> ResponseReturnValue:
    """Hand out one of the files that the PDF encloses, such as the spreadsheet."""
    return file_of(house(), acting("dpo"), record, name)


def _state(record: str) -> dict[str, object]:
    issued = _one(record)
    return {
        "kind": MADE[issued.kind],
        "files": files_of(house(), record),
        "file_at": "dpo.enclosed",
        "issued": issued,
        "said": record_state(issued.state),
        "live": issued.state in BEING_MADE,
        "paper_at": "dpo.download",
        "state_at": "dpo.state",
        "list_at": "dpo.records",
    }


def _one(record: str) -> IssuedRecord:
    with house().store.read() as unit:
        issued = unit.records.get(record)
    if issued is None:
        raise ProvisoError("not-found")
    return issued


def _period(since: date, until: date, now: datetime) -> tuple[datetime, datetime]:
    """Turn two days into two moments; a period that has not ended yet ends now."""
    start = datetime.combine(since, time.min, UTC)
    return start, min(datetime.combine(until + timedelta(days=1), time.min, UTC), now)
