"""Opening an account: a neutral question for the age, the gate, and only then a row."""

import secrets
import uuid
from datetime import UTC, date
from typing import Any, cast

from flask import Blueprint, current_app, flash, redirect, render_template, session
from flask.typing import ResponseReturnValue
from flask_security import current_user
from flask_security.utils import hash_password, url_for_security
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from governance.errors import ProvisoError
from governance.facts import age_band, build_facts
from governance.policy import Cell
from governance.terms import AgeBand, Zone
from operations.ask import GateRefused, Ruling, ask
from operations.ports import Unit
from operations.services import Services
from portal.accounts import PASSWORD_LETTERS
from portal.doors import encrypted, home, house
from portal.notice import account_notice
from store.tables import Role, User
from store.unit_of_work import Database

pages = Blueprint("registration", __name__)

CELLS = tuple(
    Cell(action, category, "account_management")
    for category in ("account.identity", "account.credentials")
    for action in ("collect", "store")
)
CLOSED = "registration"
"""The mark in the session of a browser whose person we must not ask again."""
OLDEST = 130


class RegisterForm(FlaskForm):  # type: ignore[misc]
    """E-mail address, password, and a date of birth in three parts."""

    email = EmailField("E-mail address", [InputRequired("Enter your e-mail address."), Length(max=255)])
    password = PasswordField("Password", [InputRequired("Choose a password.")])
    day = StringField("Day", [InputRequired("Enter your date of birth.")])
    month = StringField("Month", [InputRequired("Enter your date of birth.")])
    year = StringField("Year", [InputRequired("Enter your date of birth.")])

    born: date | None = None

    def validate_email(self, field: EmailField) -> None:
        """Bring the address into the one form it is kept in."""
        try:
            field.data = _mail().validate(field.data or "").lower()
        except ValueError:
            raise ValidationError(
                "This does not look like an e-mail address; it should be like name@example.com."
            ) from None

    def validate_password(self, field: PasswordField) -> None:
        """Refuse what is guessed first; no rules about signs and capitals."""
        word = field.data or ""
        if len(word) < PASSWORD_LETTERS:
            raise ValidationError(f"Choose a password of at least {PASSWORD_LETTERS} characters.")
        if len(word) > 200:
            raise ValidationError("Choose a password of at most 200 characters.")
        name = (self.email.data or "").lower().partition("@")[0]
        if len(set(word.lower())) < 5 or (name and word.lower() in {name, (self.email.data or "").lower()}):
            raise ValidationError("This password is too easy to guess; choose several words in a row.")

    def validate_year(self, field: StringField) -> None:
        """Put the three parts together to a date that can be a birthday."""
        today = house().now().astimezone(UTC).date()
        try:
            self.born = date(int(field.data), int(self.month.data), int(self.day.data))
        except (TypeError, ValueError):
            raise ValidationError("Enter a real date, such as 31 3 1980.") from None
        if self.born > today or today.year - self.born.year > OLDEST:
            raise ValidationError("Enter the date on which you were born.")


@pages.route("/register", methods=["GET", "POST"])
def register() -> ResponseReturnValue:
    """Show the sign-up; open an account."""
    if current_user.is_authenticated:
        return redirect(home(), code=303)
    if session.get(CLOSED):
        return _closed()
    form = RegisterForm()
    if not form.is_submitted():
        return _page(form)
    if not form.validate() or form.born is None:
        return _page(form), 422
    band = _band(form.born)
    if band == "below_floor":
        # The mark says that the question was answered, not how; it goes with the browser's session.
        session[CLOSED] = "closed"
        return _closed()
    try:
        open_account(str(form.email.data), str(form.password.data), band)
    except GateRefused:
        return _closed()
    flash(
        "Now log in. If this address had an account before, nothing about it was changed and its old password holds.",
        "done",
    )
    return redirect(url_for_security("login"), code=303)


def open_account(email: str, password: str, band: AgeBand) -> None:
    """Write a new account with the gate's leave, all in one transaction; an address that is taken stays as it is.

    Raises GateRefused after the refusal was recorded; nothing else was.
    """
    services = house()
    hashed = hash_password(password)
    database: Database = current_app.extensions["proviso-house"].database
    try:
        with database.begin() as unit:
            accounts = Session(unit.connection)
            if accounts.exec(select(User.id).where(User.email == email)).first() is not None:
                return
            rulings = _ask(services, unit, band)
            refused = next((ruling for ruling in rulings if not ruling.decision.allow), None)
            if refused is None:
                user = User(
                    email=email, password=hashed, fs_uniquifier=secrets.token_hex(32), age_band=band,
                    account_state="active", confirmed_at=None,
                )  # fmt: skip
                user.roles = list(accounts.exec(select(Role).where(Role.name == "subject")))
                accounts.add(user)
                accounts.flush()
                person = unit.people.get(int(user.id or 0))
                unit.ledger.append(
                    "account.opened", services.now(),
                    {"subject": person.pseudonym if person else "", "decision": rulings[0].id, "by": "portal"},
                )  # fmt: skip
                # Hands the rows to the transaction around it, which alone commits.
                accounts.commit()
    except IntegrityError:
        return
    if refused is not None:
        raise GateRefused(refused.decision, "account")


def _ask(services: Services, unit: Unit, band: AgeBand) -> list[Ruling]:
    facts = build_facts(
        actor_role="owner",
        account_state="none",
        age_band=band,
        channel_encrypted=encrypted(),
        tenant_match=True,
        infra_approved=services.site.approved,
        transfer_zone=cast(Zone, services.site.zone),
        overdue=False,
        restricted=False,
        objected=False,
        notice_current=True,
    )
    item = uuid.uuid4().hex
    return [ask(services, unit, step="register", cell=cell, facts=facts, item=item) for cell in CELLS]


def _band(born: date) -> AgeBand:
    children = house().policy.children
    if children is None:
        raise ProvisoError("account-refused")
    return age_band(born, house().now().astimezone(UTC).date(), children.floor, children.consent_age())


def _page(form: RegisterForm) -> str:
    return render_template("public/register.html", form=form, notice=account_notice(house().policy))


def _closed() -> ResponseReturnValue:
    children = house().policy.children
    page = render_template(
        "public/register_closed.html",
        error=ProvisoError("account-refused"),
        cited=children.clauses if children else (),
    )
    return page, 403


def _mail() -> Any:
    return current_app.extensions["security"].mail_util
