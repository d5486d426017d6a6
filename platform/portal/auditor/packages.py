"""Evidence packages: have one made for a period, and take it away."""

from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from governance.papers import EVIDENCE
from operations.issue_record import ask_for_record
from operations.review_decisions import review_ledger
from portal.auditor.parts import parts
from portal.doors import acting, house, needs
from portal.papers import rows
from portal.period import PeriodForm
from store.rotation import load_signer

pages = Blueprint("packages", __name__, url_prefix="/audit/packages")

DEFAULT_DAYS = 30


@pages.get("")
@needs("auditor", "evidence")
def packages() -> ResponseReturnValue:
    """List the packages and offer to make one."""
    review_ledger(house(), acting("auditor"), "packages")
    today = house().now().astimezone(UTC).date()
    return _page(PeriodForm(formdata=None, since=today - timedelta(days=DEFAULT_DAYS), until=today))


@pages.post("")
@needs("auditor", "evidence")
def make() -> ResponseReturnValue:
    """Ask for a package; a worker makes it."""
    form = PeriodForm()
    if not form.validate():
        return _page(form), 422
    start = datetime.combine(form.since.data, time.min, UTC)
    end = min(datetime.combine(form.until.data + timedelta(days=1), time.min, UTC), house().now())
    issued = ask_for_record(house(), acting("auditor"), period=(start, end), kind=EVIDENCE.code)
    return redirect(url_for("auditor.record", record=issued.id), code=303)


def _page(form: PeriodForm) -> str:
    made = [row for row in rows(house()) if row.issued.kind == EVIDENCE.code]
    return render_template(
        "auditor/packages.html", form=form, records=made, caption="Packages", shown_at="auditor.record",
        paper_at="auditor.download", verifier=load_signer(parts().settings, parts().database).verifier,
    )  # fmt: skip
