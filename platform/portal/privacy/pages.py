"""Pages of the privacy centre; each is said in every language of the house."""

import hashlib
from collections import Counter
from collections.abc import Mapping

from flask import Blueprint, Response, abort, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from governance.consent_records import Word, consent_record
from governance.publishing import Term
from governance.purposes import by_purpose
from operations.change_consent import OPENS, Shown, choose, renew_for_document, withdraw_for_document, words_of
from operations.choose_uses import OBJECTABLE, limit_sensitive, object_to, opt_out_of_sale
from operations.consents_now import consent_now
from operations.facts import OF_A_DOCUMENT
from operations.queries import documents_of
from portal.doors import acting, house, signed_in
from portal.languages import language
from portal.notice import held
from portal.privacy.signal import SUPPORT, signalled
from portal.privacy.words import lasting

pages = Blueprint("privacy", __name__)

_CONSENTS, _RIGHTS = ("privacy.consents", "Your consents"), ("requests.requests", "Use a right")
CHANGES = {
    "provide_service": ("subject.documents", "Your documents"),
    "account_management": ("account.overview", "Your account"),
    "communication": ("mailbox.messages", "Messages to you"),
    "run_website": ("privacy.cookies", "Cookies"),
    "answering": ("mailbox.messages", "Messages to you"),
    **dict.fromkeys(("marketing", "service_improvement", "preferences", "advertising"), _CONSENTS),
    **dict.fromkeys(("security", "payment"), _RIGHTS),
    "subject_rights": _RIGHTS,
    "legal_compliance": _RIGHTS,
}
"""Where what is held for a purpose can be changed."""


@pages.get("/privacy")
def centre() -> ResponseReturnValue:
    """Show what is held about who looks, by purpose; to a visitor, what would be."""
    policy = house().policy
    purposes = by_purpose(policy, _counts()) if current_user.is_authenticated else ()
    return render_template(
        "privacy/centre.html",
        purposes=purposes,
        would_hold=held(policy),
        lasting=lambda rule: lasting(policy, rule),
        changes=CHANGES,
        objectable=OBJECTABLE,
        gpc=signalled(),
    )


@pages.get("/.well-known/gpc.json")
def gpc() -> ResponseReturnValue:
    """Say that the browser's signal is heeded, and since when this was last looked at."""
    return jsonify(SUPPORT)


@pages.post("/privacy/objections/<purpose>")
@signed_in
def objection(purpose: str) -> ResponseReturnValue:
    """Object to a purpose, or take that back."""
    on = _yes("on")
    object_to(house(), acting("owner"), purpose, on=on)
    flash(_("Your objection holds from now on.") if on else _("Your objection is taken back."), "done")
    return redirect(url_for("privacy.consents", _anchor="objections"), code=303)


@pages.get("/privacy/consents")
@signed_in
def consents() -> ResponseReturnValue:
    """List every consent: what it is for, what was said when, and both answers side by side."""
    policy, words = house().policy, words_of(house(), int(current_user.id))
    kept = _kept(words)
    with house().store.read() as unit:
        asked = [*((name, "") for name in OPENS), *((word.consent, word.document) for word, _view in kept)]
        me = int(current_user.id)
        now = {(name, about): consent_now(house(), unit, me, name, about).state for name, about in asked}
    return render_template(
        "privacy/consents.html",
        now=now,
        consents=[(name, policy.consents[name], _newest(words, name)) for name in OPENS if name in policy.consents],
        overtaken=_overtaken(),
        documents=kept,
        words=words,
        purposes=policy.purposes,
        objectable=[name for name in OBJECTABLE if name in policy.purposes],
        known=policy.consents,
    )


@pages.post("/privacy/consents/<consent>")
@signed_in
def consent(consent: str) -> ResponseReturnValue:
    """Say yes or no to one consent."""
    given = _yes("answer")
    choose(house(), acting("owner"), consent, given=given, shown=_shown(consent))
    flash(_("Noted: yes. You can take it back here at any time.") if given else _("Noted: no."), "done")
    return redirect(
        url_for("privacy.cookies" if request.form.get("from") == "cookies" else "privacy.consents"), code=303
    )


@pages.post("/privacy/consents/<consent>/documents/<document>")
@signed_in
def document(consent: str, document: str) -> ResponseReturnValue:
    """Take back the consent to keep the text of one document, or give it again after a change."""
    if request.form.get("answer") == "yes":
        renew_for_document(house(), acting("owner"), document, consent, _shown(consent))
        flash(_("Noted: yes. You can take it back here at any time."), "done")
        return redirect(url_for("privacy.consents"), code=303)
    withdraw_for_document(house(), acting("owner"), document, consent, _shown(consent))
    flash(_("Your consent is taken back. What rested on it is gone, and a reading that ran has stopped."), "done")
    return redirect(url_for("privacy.consents"), code=303)


@pages.get("/privacy/consents/<int:number>/<any(record, receipt):paper>.json")
@signed_in
def record(number: int, paper: str) -> ResponseReturnValue:
    """Hand out the record of one word about a consent, or its receipt (ISO/IEC TS 27560)."""
    word = next((word for word in words_of(house(), int(current_user.id)) if word.number == number), None)
    if word is None:
        abort(404)
    with house().store.read() as unit:
        person = unit.people.get(int(current_user.id))
    where = house().site.url + url_for("privacy.consents")
    subject = person.pseudonym if person else ""
    receipt = f"R-{word.number}" if paper == "receipt" else ""
    answer: Response = jsonify(consent_record(house().policy, word, subject=subject, where=where, receipt=receipt))
    answer.headers["Content-Disposition"] = f'attachment; filename="consent-{paper}-{number}.json"'
    return answer


@pages.get("/privacy/cookies")
def cookies() -> ResponseReturnValue:
    """Say which cookies there are and would be, and take the choice about each class."""
    policy = house().policy
    words = words_of(house(), int(current_user.id)) if current_user.is_authenticated else []
    return render_template(
        "privacy/cookies.html",
        classes=[(one, _newest(words, one.consent or "")) for one in policy.cookies.values()],
        policy_purposes=policy.purposes,
        recipients=policy.recipients,
        lasting=lambda: lasting(policy, policy.retention_for("device.cookie")),
        cookie=current_app.config["SESSION_COOKIE_NAME"],
        version=_version(),
        gpc=signalled(),
    )


@pages.post("/privacy/cookies")
@signed_in
def all_cookies() -> ResponseReturnValue:
    """Say yes or no to every class of cookies at once."""
    given = _yes("answer")
    for name in OPENS:
        if name.startswith("cookies_"):
            choose(house(), acting("owner"), name, given=given, shown=_shown(name))
    flash(_("Noted: yes. You can take it back here at any time.") if given else _("Noted: no."), "done")
    return redirect(url_for("privacy.cookies"), code=303)


@pages.get("/privacy/do-not-sell")
def do_not_sell() -> ResponseReturnValue:
    """Say that nothing is sold, show the browser's signal and the account's choices, and take both."""
    return render_template("privacy/do_not_sell.html", gpc=signalled())


@pages.post("/privacy/do-not-sell")
@signed_in
def opt_out() -> ResponseReturnValue:
    """Opt out of sale and sharing, or limit sensitive data, or take one back."""
    on, what = _yes("on"), request.form.get("what")
    if what == "sale":
        opt_out_of_sale(house(), acting("owner"), on=on, by="portal")
    elif what == "sensitive":
        limit_sensitive(house(), acting("owner"), on=on)
    else:
        abort(400)
    flash(_("Your choice holds from now on."), "done")
    return redirect(url_for("privacy.do_not_sell"), code=303)


def _yes(name: str) -> bool:
    answer = request.form.get(name)
    if answer not in ("yes", "no"):
        abort(400)
    return answer == "yes"


def _counts() -> dict[str, int]:
    """Count what is held about who looks, by category, with the annotations of the tables.

    What is sealed lies elsewhere than the rows that speak of it, so documents, texts and copies are counted by these.
    """
    counts: Counter[str] = Counter()
    with house().store.read() as unit:
        tables = unit.holdings.of(int(current_user.id))
    for table in tables:
        for category in dict.fromkeys(table.categories.values()):
            columns = [name for name, found in table.categories.items() if found == category]
            counts[category] += sum(any(_says(row, name) for name in columns) for row in table.rows)
    for sealed in ("document.image", "text.result", "text.extracted", "text.sensitive"):
        counts.pop(sealed, None)
    for view in documents_of(house(), acting("owner")):
        counts["document.image"] += view.live
        if view.text is not None and view.text_present:
            counts[view.text.category] += 1
        counts.update(copy.kind.category for copy in view.copies_present)
    order = list(house().policy.categories)
    return {name: counts[name] for name in order if counts[name]}


def _says(row: Mapping[str, object], name: str) -> bool:
    """Tell whether a column holds anything; one that is never shown does."""
    return name not in row or row[name] not in (None, "", b"", [], {})


def _overtaken() -> Mapping[str, Term]:
    """For each consent of who looks that a change of the policy overtook: that change."""
    with house().store.read() as unit:
        standing = {name: consent_now(house(), unit, int(current_user.id), name) for name in OPENS}
    return {name: stands.changed for name, stands in standing.items() if stands.changed is not None}


def _newest(words: list[Word], consent: str) -> Word | None:
    return next((word for word in words if word.consent == consent and not word.document), None)


def _kept(words: list[Word]) -> list[tuple[Word, object]]:
    """The documents for which a consent to keep the text is in force, each with its newest word."""
    views = {view.document.id: view for view in documents_of(house(), acting("owner"))}
    newest: dict[tuple[str, str], Word] = {}
    for word in words:
        if word.consent in OF_A_DOCUMENT and word.document:
            newest.setdefault((word.consent, word.document), word)
    return [
        (word, views[word.document])
        for word in newest.values()
        if word.given and word.document in views and (views[word.document].live or views[word.document].text_present)
    ]


def _shown(consent: str) -> Shown:
    """What the page shows beside a consent: its label and the clauses that say what it allows."""
    policy = house().policy
    known = policy.consents.get(consent)
    text = "\n".join((known.label, *(policy.clauses[name].text for name in known.clauses))) if known else ""
    return Shown(hashlib.sha256(text.encode()).hexdigest(), language())


def _version() -> str:
    """The version of the text about cookies: it changes with every word of it."""
    policy = house().policy
    said = [f"{one.id} {one.label} {one.lifetime}" for one in policy.cookies.values()]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]
