"""Make the reference by which somebody comes back to a request or a case."""

import secrets

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, so that a reference can be read out."""


def new_reference() -> str:
    """Ten signs in two groups; fifty bits, so that nobody guesses one."""
    signs = [secrets.choice(_SIGNS) for _ in range(10)]
    return f"{''.join(signs[:5])}-{''.join(signs[5:])}"
