"""Logging in: Flask-Security on our accounts, set up to keep no trace of addresses and to give nothing away."""

from datetime import timedelta

from flask import Flask, Request
from flask_login import user_logged_out
from flask_security import Security, SQLAlchemySessionUserDatastore
from flask_security.utils import aware_utcnow
from flask_wtf import CSRFProtect

from store.build import House
from store.tables import Role, User, WebAuthn

PASSWORD_LETTERS = 10


def configure(app: Flask, house: House) -> None:
    """Set what sessions, passwords and forms obey."""
    secure = house.settings.web.secure_cookies
    app.config.update(
        SECRET_KEY=house.secrets.session,
        SESSION_COOKIE_NAME="__Host-proviso" if secure else "proviso",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_DURATION=timedelta(0),
        REMEMBER_COOKIE_SECURE=secure,
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        # A form lives as long as the session it belongs to.
        WTF_CSRF_TIME_LIMIT=None,
        SECURITY_PASSWORD_SALT=house.secrets.password_salt,
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of the scheme
        SECURITY_PASSWORD_LENGTH_MIN=PASSWORD_LETTERS,
        SECURITY_TOTP_SECRETS={"1": house.secrets.totp},
        SECURITY_DATETIME_FACTORY=aware_utcnow,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_REGISTERABLE=False,
        SECURITY_TRACKABLE=False,
        # No page asks for the password again yet, so the page that would is not there to guess at.
        SECURITY_FRESHNESS=timedelta(minutes=-1),
        SECURITY_FLASH_MESSAGES=False,
        SECURITY_POST_LOGIN_VIEW="/",
        SECURITY_POST_LOGOUT_VIEW="/",
        SESSION_PROTECTION=None,
    )


def open_doors(app: Flask, house: House) -> CSRFProtect:
    """Put log-in, log-out and the protection of forms on the app; gives the latter."""
    guard = CSRFProtect(app)
    sessions = house.database.sessions()
    security = Security(app, SQLAlchemySessionUserDatastore(sessions, User, Role, WebAuthn))
    app.login_manager.request_loader(_nobody)  # type: ignore[attr-defined]
    # Otherwise every session would carry a hash of the address and the browser that it began with.
    app.login_manager._session_identifier_generator = _anywhere  # type: ignore[attr-defined]  # noqa: SLF001

    def end_sessions(sender: Flask, user: User) -> None:  # noqa: ARG001 - the signal's signature
        # A session is a signed cookie: only another name for the account makes a copied one worthless.
        security.datastore.set_uniquifier(user)
        sessions.commit()

    user_logged_out.connect(end_sessions, app, weak=False)

    @app.teardown_appcontext
    def give_back(error: BaseException | None) -> None:  # noqa: ARG001 - the framework's signature
        sessions.remove()

    return guard


def _anywhere() -> str:
    return ""


def _nobody(request: Request) -> None:  # noqa: ARG001
    """Only a session logs somebody in: a token in a header or in an address never does."""
    return
