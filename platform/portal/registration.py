"""Opening an account: a neutral question for the age, the gate, and only then a row."""

from datetime import UTC, date
from typing import Any

from babel import Locale
from flask import Blueprint, current_app, flash, redirect, render_template, session
from flask.typing import ResponseReturnValue
from flask_security import current_user
from flask_security.confirmable import send_confirmation_instructions
from flask_security.utils import hash_password, url_for_security
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from governance.errors import ProvisoError
from governance.facts import age_band
from governance.terms import AgeBand
from operations.ask import GateRefused
from operations.open_account import open_account
from operations.send_message import send_message
from portal.accounts import PASSWORD_LETTERS
from portal.doors import encrypted, home, house
from portal.notice import account_notice
from store.catalogues import SOURCE

pages = Blueprint("registration", __name__)

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

    country = SelectField("Country (if you like)", choices=[("", "I would rather not say")], default="")

    born: date | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        children = house().policy.children
        known = children.digital_consent_age if children else {}
        named = ((code, Locale(SOURCE).territories.get(code, code)) for code in known)
        self.country.choices = [("", "I would rather not say"), *sorted(named, key=lambda one: str(one[1]))]

    def validate_email(self, field: EmailField) -> None:
        """Bring the address into the one form it is kept in."""
        try:
            field.data = in_one_form(field.data or "")
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
    band = _band(form.born, str(form.country.data or ""))
    if band == "below_floor":
        # The mark says that the question was answered, not how; it goes with the browser's session.
        session[CLOSED] = "closed"
        return _closed()
    try:
        opened = open_account(
            house(),
            str(form.email.data),
            hash_password(str(form.password.data)),
            band,
            encrypted=encrypted(),
            by="portal",
        )
    except GateRefused as refusal:
        if any(miss.fact == "subject.age_band" for miss in refusal.decision.missing):
            return _closed()
        # Anything but the age is said; what the age would have to be is not.
        raise
    _write_to(str(form.email.data), opened)
    flash(
        ("Look into your e-mail and confirm the address. " if house().carrier.outside else "Now log in. ")
        + "If this address had an account before, nothing about it was changed and its old password holds.",
        "done",
    )
    return redirect(url_for_security("login"), code=303)


def _write_to(email: str, opened: int | None) -> None:
    """Ask a new address to confirm itself, and tell one that is known; on the page both look the same."""
    services = house()
    if opened is not None:
        accounts = current_app.extensions["security"].datastore
        send_confirmation_instructions(accounts.find_user(id=opened))  # type: ignore[no-untyped-call]
        return
    with services.store.begin() as unit:
        known = unit.people.find(email)
        person = unit.people.get(known) if known is not None else None
        send_message(services, unit, "address-is-known", person=person, data={"link": url_for_security("login")})


def _band(born: date, country: str) -> AgeBand:
    """Work the age group out; where no country is given, the highest age of consent counts."""
    children = house().policy.children
    if children is None:
        raise ProvisoError("account-refused")
    return age_band(born, house().now().astimezone(UTC).date(), children.floor, children.consent_age(country or None))


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


def in_one_form(address: str) -> str:
    """Bring an e-mail address into the one form it is kept in; raises ValueError for what is none."""
    mail: Any = current_app.extensions["security"].mail_util
    return str(mail.validate(address)).lower()
