"""The digits of an authenticator app: each works once, so that whoever looked over a shoulder is too late."""

from flask_security.totp import Totp
from passlib.totp import TotpMatch

from store.tables import User


class DigitsOnce(Totp):
    """Remembers which digits of an account were used last."""

    def get_last_counter(self, user: User) -> int | None:  # type: ignore[override]
        """Tell which of an account's digits were used last."""
        return user.tf_last_counter

    def set_last_counter(self, user: User, tmatch: TotpMatch) -> None:  # type: ignore[override]
        """Note which were used now; the framework commits it with the log-in."""
        user.tf_last_counter = tmatch.counter
