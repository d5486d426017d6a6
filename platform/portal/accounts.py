"""Logging in: Flask-Security on our accounts, set up to keep no trace of addresses and to give nothing away."""

import base64
import hashlib
from datetime import timedelta

from flask import Flask, Request
from flask_security import Security, SQLAlchemySessionUserDatastore
from flask_security.utils import aware_utcnow
from flask_wtf import CSRFProtect

from portal.doors import FRESH_SECONDS
from portal.letters import AccountLetters
from portal.second_step import DigitsOnce
from portal.sessions import keep_sessions
from store.build import House
from store.tables import Role, User, WebAuthn

PASSWORD_LETTERS = 10


def configure(app: Flask, house: House) -> None:
    """Set what sessions, passwords, second steps, passkeys and forms obey."""
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
        SECURITY_DATETIME_FACTORY=aware_utcnow,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_REGISTERABLE=False,
        SECURITY_TRACKABLE=False,
        SECURITY_FLASH_MESSAGES=False,
        SECURITY_POST_LOGIN_VIEW="/",
        SECURITY_POST_LOGOUT_VIEW="/",
        SESSION_PROTECTION=None,
        SECURITY_FRESHNESS=timedelta(seconds=FRESH_SECONDS),
        SECURITY_FRESHNESS_GRACE_PERIOD=timedelta(minutes=5),
        # Letters: the texts are ours, so the framework renders none.
        SECURITY_EMAIL_HTML=False,
        SECURITY_EMAIL_PLAINTEXT=False,
        SECURITY_CONFIRMABLE=True,
        # Where letters do not leave the machine, nobody can be kept waiting for one.
        SECURITY_LOGIN_WITHOUT_CONFIRMATION=not house.services.carrier.outside,
        SECURITY_AUTO_LOGIN_AFTER_CONFIRM=False,
        SECURITY_POST_CONFIRM_VIEW="/account/confirmed",
        SECURITY_CONFIRM_ERROR_VIEW="/confirm",
        SECURITY_RECOVERABLE=True,
        SECURITY_RESET_PASSWORD_WITHIN=timedelta(hours=1),
        SECURITY_CONFIRM_EMAIL_WITHIN=timedelta(days=5),
        SECURITY_POST_RESET_VIEW="/login",
        SECURITY_CHANGEABLE=True,
        SECURITY_POST_CHANGE_VIEW="/account",
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_TWO_FACTOR_RESCUE_EMAIL=False,
        SECURITY_TWO_FACTOR_POST_SETUP_VIEW="/account/second-step",
        SECURITY_TOTP_SECRETS={"1": house.secrets.totp},
        SECURITY_TOTP_ISSUER=house.services.policy.controller.name,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS=[_fernet(house.secrets.totp)],
        SECURITY_WEBAUTHN=True,
        SECURITY_WAN_RP_NAME=house.services.policy.controller.name,
        SECURITY_WAN_ALLOW_AS_FIRST_FACTOR=True,
        SECURITY_WAN_ALLOW_AS_MULTI_FACTOR=True,
        # A hint would say which addresses have an account.
        SECURITY_WAN_ALLOW_USER_HINTS=False,
        SECURITY_WAN_POST_REGISTER_VIEW="/account",
    )


def open_doors(app: Flask, house: House) -> CSRFProtect:
    """Put log-in, log-out and the protection of forms on the app; gives the latter."""
    guard = CSRFProtect(app)
    sessions = house.database.sessions()
    datastore = SQLAlchemySessionUserDatastore(sessions, User, Role, WebAuthn)
    Security(app, datastore, mail_util_cls=AccountLetters, totp_cls=DigitsOnce)
    app.login_manager.request_loader(_nobody)  # type: ignore[attr-defined]
    # Otherwise every session would carry a hash of the address and the browser that it began with.
    app.login_manager._session_identifier_generator = _anywhere  # type: ignore[attr-defined]  # noqa: SLF001
    keep_sessions(app, house, datastore)

    @app.teardown_appcontext
    def give_back(error: BaseException | None) -> None:  # noqa: ARG001 - the framework's signature
        sessions.remove()

    return guard


def _fernet(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(f"recovery codes {secret}".encode()).digest())


def _anywhere() -> str:
    return ""


def _nobody(request: Request) -> None:  # noqa: ARG001
    """Only a session logs somebody in: a token in a header or in an address never does."""
    return
