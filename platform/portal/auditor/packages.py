"""Evidence packages: have one made for a period, and take it away."""

from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import DateField
from wtforms.validators import InputRequired, ValidationError

from governance.papers import EVIDENCE
from operations.issue_record import ask_for_record
from operations.review_decisions import review_ledger
from portal.auditor.parts import parts
from portal.doors import acting, house, needs
from portal.papers import rows
from store.rotation import load_signer

pages = Blueprint("packages", __name__, url_prefix="/audit/packages")

DEFAULT_DAYS = 30


class StretchForm(FlaskForm):  # type: ignore[misc]
    """Two days, both part of the period."""

    since = DateField("From", [InputRequired("Enter the first day of the period.")])
    until = DateField("To", [InputRequired("Enter the last day of the period.")])

    def validate_until(self, field: DateField) -> None:
        """Check that the period does not end before it begins."""
        if self.since.data and field.data and field.data < self.since.data:
            raise ValidationError("The last day lies before the first one.")

    def validate_since(self, field: DateField) -> None:
        """Check that the period has begun."""
        if field.data and field.data > house().now().astimezone(UTC).date():
            raise ValidationError("The first day lies in the future.")


@pages.get("")
@needs("auditor", "evidence")
def packages() -> ResponseReturnValue:
    """List the packages and offer to make one."""
    review_ledger(house(), acting("auditor"), "packages")
    today = house().now().astimezone(UTC).date()
    return _page(StretchForm(formdata=None, since=today - timedelta(days=DEFAULT_DAYS), until=today))


@pages.post("")
@needs("auditor", "evidence")
def make() -> ResponseReturnValue:
    """Ask for a package; a worker makes it."""
    form = StretchForm()
    if not form.validate():
        return _page(form), 422
    start = datetime.combine(form.since.data, time.min, UTC)
    end = min(datetime.combine(form.until.data + timedelta(days=1), time.min, UTC), house().now())
    issued = ask_for_record(house(), acting("auditor"), period=(start, end), kind=EVIDENCE.code)
    return redirect(url_for("auditor.record", record=issued.id), code=303)


def _page(form: StretchForm) -> str:
    made = [row for row in rows(house()) if row.issued.kind == EVIDENCE.code]
    return render_template(
        "auditor/packages.html", form=form, records=made, shown_at="auditor.record", paper_at="auditor.download",
        verifier=load_signer(parts().settings, parts().database).verifier,
    )  # fmt: skip
