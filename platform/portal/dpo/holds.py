"""Holds for the data protection officer: which are in force, placing one on a person or a thing, and releasing it."""

from datetime import UTC, datetime, time

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from governance.errors import ProvisoError
from governance.holds import GROUNDS, HoldKind, kept_rules
from operations.holds import place_hold, whose
from operations.lift_restriction import lift_restriction, review_restricted
from operations.release_hold import release_hold
from operations.review_retention import review_holds
from portal.doors import acting, fresh, house, needs

pages = Blueprint("holds", __name__, url_prefix="/dpo/holds")


class HoldForm(FlaskForm):  # type: ignore[misc]
    """A hold with what the law wants to know of it."""

    on = StringField("On what", [InputRequired("Enter an e-mail address or an id."), Length(max=254)])
    ground = SelectField("Ground")
    owner = StringField("Who answers for it", [InputRequired("Name an office."), Length(max=120)])
    until = DateField("Ends by itself on", [InputRequired("Enter a day.")])


@pages.get("")
@needs("dpo")
def register() -> ResponseReturnValue:
    """List the holds in force and offer to place one."""
    return _page(_form(None))


@pages.post("")
@needs("dpo")
@fresh
def place() -> ResponseReturnValue:
    """Place a hold."""
    form = _form(request.form)
    if not form.validate():
        return _page(form), 422
    ground = form.ground.data
    try:
        person, item = whose(house(), form.on.data)
        place_hold(
            house(),
            kind=next(kind for kind, grounds in GROUNDS.items() if ground in grounds),
            person=person,
            item=item,
            ground=ground,
            owner=form.owner.data,
            until=datetime.combine(form.until.data, time(), UTC),
            by="portal",
            officer=current_user.id,
        )
    except ProvisoError as refusal:
        if refusal.code == "not-found":
            form.on.errors = ["No account has this address, and no document or text this id."]
            return _page(form), 422
        return _page(form, refusal=refusal), 422
    flash("The hold is in force.", "done")
    return redirect(url_for("holds.register"), code=303)


@pages.post("/people/<int:person>/lift")
@needs("dpo")
@fresh
def lift(person: int) -> ResponseReturnValue:
    """Lift a restriction that a person asked for; they are written to first."""
    lifted = lift_restriction(house(), person, by="portal", officer=current_user.id)
    flash("The person was written to, and the restriction is lifted." if lifted else "It was lifted already.", "done")
    return redirect(url_for("holds.register"), code=303)


@pages.post("/<hold>/release")
@needs("dpo")
@fresh
def release(hold: str) -> ResponseReturnValue:
    """End a hold; what had become due meanwhile goes within seconds."""
    ended = release_hold(house(), hold, by="portal", officer=current_user.id)
    flash("Released. What is due goes within seconds." if ended else "It had ended already.", "done")
    return redirect(url_for("holds.register"), code=303)


def _form(data: object) -> HoldForm:
    form = HoldForm(formdata=data)
    form.ground.choices = [
        (ground, words) for grounds in (GROUNDS[HoldKind.LEGAL], GROUNDS[HoldKind.RESTRICTION])
        for ground, words in grounds.items()
    ]  # fmt: skip
    return form


def _page(form: HoldForm, **more: object) -> str:
    policy = house().policy
    kept = [
        (rule, [policy.categories[name].label for name in policy.retention[rule].of])
        for rule in sorted(kept_rules(policy, HoldKind.LEGAL))
    ]
    return render_template(
        "dpo/holds.html", form=form, holds=review_holds(house(), acting("dpo")), kept=kept,
        restricted=review_restricted(house(), acting("dpo")),
        by_kind=[(kind.value, GROUNDS[kind]) for kind in HoldKind],
        grounds={ground: words for grounds in GROUNDS.values() for ground, words in grounds.items()}, **more,
    )  # fmt: skip
