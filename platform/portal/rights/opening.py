"""Choosing a right and asking for it: one thing a page, with an account or without one."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user
from flask_security.utils import url_for_security

from governance.errors import ProvisoError
from governance.fulfilment import FIELDS
from governance.holds import ASKED
from governance.identity import Channel, Proof, needed
from governance.rights import Kind
from operations.choose_uses import OBJECTABLE
from operations.facts import Actor
from operations.open_request import open_request
from operations.requests import Details
from portal.doors import encrypted, house
from portal.languages import language
from portal.rights.known import address_in, password_fits, remember
from portal.rights.words import CHANNELS, RIGHTS, SENTENCES, SET_ASIDE, TONES

pages = Blueprint("requests", __name__, url_prefix="/privacy/requests")

PERMISSION_BYTES = 5_000_000
_SIGNATURES = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff")
WITHOUT = (Channel.EMAIL, Channel.AGENT, Channel.PARENT)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field that has to be looked at again, and why."""

    field: str
    why: str


@pages.get("")
def requests() -> ResponseReturnValue:
    """List the requests of whoever is logged in; show everybody else the three ways to ask."""
    found = []
    if _subject():
        with house().store.read() as unit:
            found = list(unit.requests.of_person(current_user.id))
    return render_template(
        "rights/requests.html", found=found, rights=RIGHTS, tones=TONES, mine=_subject(), channels=CHANNELS
    )


@pages.get("/new")
def choose() -> ResponseReturnValue:
    """Show the rights to choose from."""
    channel = _channel()
    if channel is Channel.ACCOUNT and not _subject():
        return redirect(url_for_security("login", next=request.path), code=303)
    return render_template("rights/choose.html", rights=RIGHTS, channel=channel, names=CHANNELS)


@pages.route("/new/<kind>", methods=["GET", "POST"])
def new(kind: str) -> ResponseReturnValue:
    """Ask for what is needed, and open the request."""
    right, channel = _kind(kind), _channel()
    if channel is Channel.ACCOUNT and not _subject():
        return redirect(url_for_security("login", next=request.path), code=303)
    if request.method == "GET":
        return _form(right, channel, [])
    wrong, details, permission = _read(right, channel)
    if wrong:
        return _form(right, channel, wrong), 422
    held = open_request(
        house(),
        Actor("owner", current_user.id if channel is Channel.ACCOUNT else None, encrypted=encrypted(),
              verified=channel is Channel.ACCOUNT),
        right,
        channel,
        details,
        about=_about(right),
        permission=permission,
    )  # fmt: skip
    if channel is not Channel.ACCOUNT or right is Kind.DELETION:
        # Whoever has just been erased has no account left by which the page would know them.
        remember(held.id, proven=False)
    return redirect(url_for("requests.request", request=held.id), code=303)


def _form(right: Kind, channel: Channel, wrong: list[Wrong]) -> str:
    policy = house().policy
    need = needed(right, channel)
    return render_template(
        "rights/new.html",
        kind=right,
        right=RIGHTS[right],
        channel=channel,
        need=need,
        password=Proof.LOGGED_IN_AGAIN in need.proofs,
        declaration=Proof.DECLARATION in need.proofs,
        agent=channel is Channel.AGENT,
        parent=channel is Channel.PARENT,
        fields=FIELDS,
        objectable=[(name, policy.purposes[name].label) for name in OBJECTABLE if name in policy.purposes],
        consents=policy.consents,
        grounds=SET_ASIDE,
        wrong={one.field: one.why for one in wrong},
        sentences=SENTENCES,
        kept=policy.parameter_in_words("request_retention") if "request_retention" in policy.parameters else "",
    )


def _read(right: Kind, channel: Channel) -> tuple[list[Wrong], Details, bytes | None]:
    """Read the form; what is wrong is said all at once."""
    form, wrong = request.form, []
    need = needed(right, channel)
    address = about_address = ""
    if channel is Channel.ACCOUNT and need.proofs and not password_fits(form.get("password", "")):
        wrong.append(Wrong("password", _("This is not the password of your account.")))
    if channel is not Channel.ACCOUNT:
        address = address_in(form.get("address", ""))
        if not address:
            wrong.append(Wrong("address", _("Enter an e-mail address at which we can reach you.")))
    if channel in {Channel.AGENT, Channel.PARENT}:
        about_address = address_in(form.get("about_address", ""))
        if not about_address:
            wrong.append(Wrong("about_address", _("Enter the e-mail address of the account that it is about.")))
    if Proof.DECLARATION in need.proofs and not form.get("declared"):
        wrong.append(Wrong("declared", _("Without this declaration the law does not let us hand out a copy.")))
    if right is Kind.WITHDRAWAL and form.get("consent") not in house().policy.consents:
        wrong.append(Wrong("consent", _("Choose the consent that you take back.")))
    if right is Kind.CORRECTION:
        if form.get("field") not in FIELDS:
            wrong.append(Wrong("field", _("Choose what is wrong.")))
        if not form.get("value", "").strip():
            wrong.append(Wrong("value", _("Enter how it should be.")))
        elif form.get("field") == "email" and not address_in(form.get("value", "")):
            wrong.append(Wrong("value", _("This is no e-mail address.")))
    permission = _permission(wrong) if channel is Channel.AGENT else None
    if channel is Channel.PARENT and not form.get("wish", "").strip():
        wrong.append(Wrong("wish", _("Say how you stand to the child.")))
    details = Details(
        address=address,
        about_address=about_address,
        name=form.get("name", "").strip()[:200],
        wish=form.get("wish", "").strip()[:4000],
        value=form.get("value", "").strip()[:500],
        declared=bool(form.get("declared")),
        language=language(),
    )
    return wrong, details, permission


def _permission(wrong: list[Wrong]) -> bytes | None:
    file = request.files.get("permission")
    content = file.stream.read(PERMISSION_BYTES + 1) if file is not None else b""
    if not content:
        wrong.append(Wrong("permission", _("Add the permission that the person signed.")))
    elif len(content) > PERMISSION_BYTES or not content.startswith(_SIGNATURES):
        wrong.append(Wrong("permission", _("Send it as a PDF, PNG or JPEG of at most 5 MB.")))
    return content


def _about(right: Kind) -> str:
    if right is Kind.WITHDRAWAL:
        return request.form.get("consent", "")
    if right is Kind.RESTRICTION:
        ground = request.form.get("ground", "")
        return ground if ground in ASKED else ""
    if right is Kind.OBJECTION:
        purpose = request.form.get("purpose", "")
        return purpose if purpose in OBJECTABLE else ""
    return request.form.get("field", "") if right is Kind.CORRECTION else ""


def _kind(word: str) -> Kind:
    try:
        return Kind(word)
    except ValueError:
        raise ProvisoError("not-found") from None


def _channel() -> Channel:
    """Tell by which door somebody comes: `as` says it, else it is their account where they have one."""
    word = request.args.get("as", "")
    if word in {channel.value for channel in WITHOUT}:
        return Channel(word)
    return Channel.ACCOUNT if _subject() or word == "account" else Channel.EMAIL


def _subject() -> bool:
    return bool(current_user.is_authenticated and current_user.has_role("subject"))
