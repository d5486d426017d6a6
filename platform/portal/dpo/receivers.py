"""The register of receivers: who may be given data, under which contract, and how much each was given."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from governance.errors import ProvisoError
from governance.webhooks import written
from operations.bindings import binding_of
from operations.cells import carries
from operations.disclose import add_receiver, end_receiver, webhook_secret
from operations.tell_by_hand import note_told, review_recipients
from portal.api.door import parts
from portal.doors import acting, fresh, house, needs
from portal.rights.words import RIGHTS
from store.courier import HttpsCourier

pages = Blueprint("receivers", __name__, url_prefix="/dpo/receivers")

ZONES = (
    ("local", "the country of this installation"),
    ("adequate", "a country whose law protects data well enough"),
    ("third", "another country"),
)
WAYS = {"letter": "by letter", "mail": "by e-mail", "call": "by telephone"}


class ReceiverForm(FlaskForm):  # type: ignore[misc]
    """A receiver with its contract."""

    name = StringField("Name of the firm", [InputRequired("Enter a name."), Length(max=80)])
    recipient = SelectField("What the policy calls it")
    address = StringField("Address that listens (with https)", [InputRequired("Enter an address."), Length(max=400)])
    contract = StringField("Contract (number or file)", [Optional(), Length(max=120)])
    since = DateField("In force from", [Optional()])
    until = DateField("Until", [Optional()])
    zone = SelectField("Where the data goes", choices=ZONES)
    safeguard = BooleanField("A safeguard for the transfer is agreed")


@pages.get("")
@needs("dpo")
def register() -> ResponseReturnValue:
    """List the receivers and offer to write one down."""
    return _page(_form(None))


@pages.post("")
@needs("dpo")
@fresh
def add() -> ResponseReturnValue:
    """Write a receiver down."""
    form = _form(request.form)
    if not form.validate():
        return _page(form), 422
    try:
        receiver = add_receiver(
            house(),
            _courier(),
            name=form.name.data,
            recipient=form.recipient.data,
            address=form.address.data.strip(),
            contract=form.contract.data or "",
            holds=(form.since.data, form.until.data),
            zone=form.zone.data,
            safeguard=form.safeguard.data,
        )
    except ProvisoError as refusal:
        return _page(form, refusal=refusal), 422
    # Shown in this answer only; the register shows no secrets.
    return _page(_form(None), made=receiver, secret=written(webhook_secret(house(), receiver.id))), 201


@pages.post("/told")
@needs("dpo")
@fresh
def told() -> ResponseReturnValue:
    """Note that somebody was told by hand what became of data that they got (GDPR Art. 19)."""
    by = request.form.get("by", "")
    if by not in WAYS:
        raise ProvisoError("not-found")
    noted = note_told(house(), request.form.get("notice", ""), by=by)
    flash("Noted, and it stands in the ledger." if noted else "That had been noted before.", "done")
    return redirect(url_for("receivers.register", _anchor="to-tell"), code=303)


@pages.post("/<receiver>/end")
@needs("dpo")
def end(receiver: str) -> ResponseReturnValue:
    """Give a receiver nothing any more."""
    if not end_receiver(house(), receiver):
        raise ProvisoError("not-found")
    flash("The receiver is given nothing any more.", "done")
    return redirect(url_for("receivers.register"), code=303)


def _form(data: object) -> ReceiverForm:
    form = ReceiverForm(formdata=data)
    policy = house().policy
    form.recipient.choices = [
        (name, found.label)
        for name, found in policy.recipients.items()
        if found.role == "processor" or carries(policy, name)
    ]
    return form


def _page(form: ReceiverForm, **more: object) -> str:
    with house().store.read() as unit:
        found, counts = unit.sharing.receivers(), unit.sharing.counts()
        bindings = {to.id: binding_of(house(), unit, to) for to in found}
    rows = [
        {"to": to, "bound": bindings[to.id].bound, "zone": bindings[to.id].zone,
         "named": carries(house().policy, to.recipient),
         "given": {category: count for (name, category), count in counts.items() if name == to.id}}
        for to in found
    ]  # fmt: skip
    return render_template(
        "dpo/receivers.html", form=form, rows=rows, zones=dict(ZONES), ways=WAYS, rights=RIGHTS,
        to_tell=review_recipients(house(), acting("dpo")), **more,
    )  # fmt: skip


def _courier() -> HttpsCourier:
    return HttpsCourier(parts().settings.sharing)
