"""Tokens for programs: make one, see which there are, take one back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from governance.errors import ProvisoError
from governance.tokens import LONGEST_DAYS, SCOPES, scopes_for
from operations.ask import GateRefused
from operations.facts import Actor
from operations.make_token import NAME_LETTERS, end_token, make_token
from portal.doors import acting, fresh, house, signed_in
from portal.errors import status_of
from portal.explained import told

pages = Blueprint("tokens", __name__, url_prefix="/account/tokens")

DAYS = (7, 30, LONGEST_DAYS)


@pages.get("")
@signed_in
def tokens() -> ResponseReturnValue:
    """List the account's tokens and offer to make one."""
    return _page()


@pages.post("")
@signed_in
@fresh
def make() -> ResponseReturnValue:
    """Make a token and show it, this once."""
    try:
        token, letters = make_token(
            house(),
            _me(),
            request.form.get("name", ""),
            frozenset(request.form.getlist("scope")),
            request.form.get("days", default=0, type=int),
        )
    except ProvisoError as refusal:
        explanation = told(house().policy, refusal.decision) if isinstance(refusal, GateRefused) else None
        return _page(refusal=refusal, explanation=explanation), status_of(refusal)
    # Shown in this answer and not after a redirect: nothing keeps it for the next page.
    return _page(made=token, letters=letters), 201


@pages.post("/<token>/end")
@signed_in
def end(token: str) -> ResponseReturnValue:
    """Take a token back."""
    end_token(house(), _me(), token)
    flash("The token is taken back: whoever holds it gets no further.", "done")
    return redirect(url_for("tokens.tokens"), code=303)


def _me() -> Actor:
    return acting("owner")


def _page(**more: object) -> str:
    services = house()
    with services.store.read() as unit:
        held = unit.tokens.of_person(current_user.id)
        scopes = scopes_for(unit.tokens.roles(current_user.id))
    return render_template(
        "subject/tokens.html",
        held=held,
        scopes=[(name, SCOPES[name]) for name in scopes],
        days=DAYS,
        most=NAME_LETTERS,
        said=SCOPES,
        **more,
    )
