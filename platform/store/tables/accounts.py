"""Accounts, their roles and their passkeys, in the shape that Flask-Security works with.

No column for network addresses, times or counts of logging in, or telephone numbers: nothing here needs them.
Annotations are evaluated by SQLModel, so this module must not import `annotations` from `__future__`.
"""

import secrets
from datetime import UTC, date, datetime

from flask_security import AsaList, RoleMixin, UserMixin, WebAuthnMixin
from sqlalchemy import JSON, LargeBinary
from sqlalchemy.ext.mutable import MutableList
from sqlmodel import Relationship, SQLModel

from store.tables.about import Due, about_nobody, about_person
from store.tables.columns import NONE, column, dated_column, still

IDENTITY = "account.identity"
CREDENTIALS = "account.credentials"
PROFILE = "account.profile"

STAFF = frozenset({"dpo", "auditor"})
"""The roles that see other people's things."""


class _Words(AsaList):
    """Flask-Security's list in a text column; it says itself that it has no state that a statement could depend on."""

    cache_ok = True


def _this_moment() -> datetime:
    # Flask-Security fills these columns itself, outside any operation; everything else is given its moment.
    return datetime.now(UTC)


def _this_day() -> datetime:
    return _this_moment().replace(hour=0, minute=0, second=0, microsecond=0)


def _fresh_salt() -> bytes:
    return secrets.token_bytes(32)


class RolesUsers(SQLModel, table=True):
    """Who has which role; an auditor's with its last day and its scope, part after part between commas."""

    __tablename__ = "roles_users"
    __table_args__ = about_person("user_id", goes_with="app_user")

    user_id: int = column(PROFILE, foreign_key="app_user.id", primary_key=True, ondelete="CASCADE")
    role_id: int = column(PROFILE, foreign_key="app_role.id", primary_key=True, ondelete="CASCADE")
    until: date | None = column(PROFILE, default=None)
    scope: str = column(PROFILE, default="", max_length=120)


# The mixins come first: their __eq__ and __hash__ must win over pydantic's.
class Role(RoleMixin, SQLModel, table=True):
    """A role: subject, dpo, auditor."""

    __tablename__ = "app_role"
    __table_args__ = about_nobody("a role says nothing about who has it")

    id: int | None = column(NONE, default=None, primary_key=True)  # type: ignore[assignment]
    name: str = column(NONE, max_length=80, unique=True)
    description: str | None = column(NONE, default=None, max_length=255)
    permissions: list[str] | None = column(NONE, default=None, sa_type=MutableList.as_mutable(_Words()))


class WebAuthn(WebAuthnMixin, SQLModel, table=True):
    """A passkey of an account."""

    __tablename__ = "app_webauthn"
    __table_args__ = about_person("user_id", goes_with="app_user")

    id: int | None = column(NONE, default=None, primary_key=True)  # type: ignore[assignment]
    credential_id: bytes = column(CREDENTIALS, sa_type=LargeBinary(1024), unique=True, index=True)
    public_key: bytes = column(CREDENTIALS, sa_type=LargeBinary)
    sign_count: int = column(CREDENTIALS, default=0)
    transports: list[str] | None = column(CREDENTIALS, default=None, sa_type=MutableList.as_mutable(_Words()))
    backup_state: bool = column(CREDENTIALS, default=False)
    device_type: str = column(CREDENTIALS, max_length=64)
    extensions: str | None = column(CREDENTIALS, default=None, max_length=255)
    create_datetime: datetime = column(CREDENTIALS, default_factory=_this_moment)
    lastuse_datetime: datetime = column(CREDENTIALS)
    name: str = column(CREDENTIALS, max_length=64)
    usage: str = column(CREDENTIALS, max_length=64)
    user_id: int = column(CREDENTIALS, foreign_key="app_user.id", ondelete="CASCADE", index=True)

    user: "User" = Relationship(back_populates="webauthn")

    def get_user_mapping(self) -> dict[str, object]:
        """Tell Flask-Security how to find the account of this passkey."""
        return {"id": self.user_id}


class User(UserMixin, SQLModel, table=True):
    """An account; its last columns are what the policy asks about a person, the ledger's name, and its date."""

    __tablename__ = "app_user"
    __table_args__ = (
        still("app_user", "due_at", "purged_at"),
        about_person(
            "",
            Due(IDENTITY, born="last_used_at", events=(("account.closed", "closed_at"),), ended="purged_at"),
        ),
    )

    id: int | None = column(IDENTITY, default=None, primary_key=True)  # type: ignore[assignment]
    email: str = column(IDENTITY, max_length=255, unique=True)
    username: str | None = column(IDENTITY, default=None, max_length=255, unique=True)
    password: str | None = column(CREDENTIALS, default=None, max_length=255)
    active: bool = column(PROFILE, default=True)
    fs_uniquifier: str = column(CREDENTIALS, max_length=64, unique=True)
    fs_webauthn_user_handle: str | None = column(CREDENTIALS, default=None, max_length=64, unique=True)  # type: ignore[assignment]
    confirmed_at: datetime | None = column(PROFILE, default=None)
    tf_primary_method: str | None = column(CREDENTIALS, default=None, max_length=64)
    tf_last_counter: int | None = column(CREDENTIALS, default=None)
    tf_totp_secret: str | None = column(CREDENTIALS, default=None, max_length=255)
    mf_recovery_codes: list[str] | None = column(CREDENTIALS, default=None, sa_type=MutableList.as_mutable(_Words()))
    create_datetime: datetime = column(PROFILE, default_factory=_this_moment)
    update_datetime: datetime = column(PROFILE, default_factory=_this_moment)

    age_band: str = column(PROFILE, default="unknown", max_length=32)
    account_state: str = column(PROFILE, default="active", max_length=32)
    restricted: bool = column(PROFILE, default=False)
    objected: bool = column(PROFILE, default=False)
    opted_out_sale: bool = column(PROFILE, default=False)
    limited: bool = column(PROFILE, default=False)
    language: str = column(PROFILE, default="", max_length=8)
    objected_to: list[str] = column(PROFILE, default_factory=list, sa_type=JSON)
    guardian_at: datetime | None = column(PROFILE, default=None)
    called: str = column(PROFILE, default="", max_length=100)
    ledger_salt: bytes = column(IDENTITY, default_factory=_fresh_salt, sa_type=LargeBinary(32))
    # The day of the last log-in, and no more of it: the policy counts years from it.
    last_used_at: datetime | None = column(PROFILE, default_factory=_this_day)
    closed_at: datetime | None = column(PROFILE, default=None)
    purged_at: datetime | None = column(NONE, default=None)
    due_at: datetime = dated_column(PROFILE, index=False)
    rule: str = column(NONE, default="", max_length=64)
    policy: str = column(NONE, default="", max_length=64)

    roles: list[Role] = Relationship(link_model=RolesUsers)  # type: ignore[assignment]
    webauthn: list[WebAuthn] = Relationship(back_populates="user", cascade_delete=True)  # type: ignore[assignment]

    @property
    def on_the_staff(self) -> bool:
        """Tell whether the account has a role that sees other people's things; such a one logs in in two steps."""
        return any(role.name in STAFF for role in self.roles)

    def check_tf_required(
        self,
        tf_setup_methods: list[tuple[str, str]],
        tf_fresh: bool,
    ) -> tuple[bool, list[tuple[str, str]]]:
        """Ask for a second step where one is set up, and of the staff always."""
        required, methods = super().check_tf_required(tf_setup_methods, tf_fresh)
        return required or self.on_the_staff, methods

    def check_tf_required_setup(self) -> bool:
        """Tell whether the second step may not be switched off."""
        return self.on_the_staff

    @property
    def tf_phone_number(self) -> None:
        """Always nothing: Flask-Security clears this when the second factor is reset, but we never ask for it."""
        return

    @tf_phone_number.setter
    def tf_phone_number(self, number: None) -> None:
        if number is not None:
            raise ValueError("telephone numbers are not kept")
