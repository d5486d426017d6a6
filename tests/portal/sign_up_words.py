"""What a person enters to open an account."""

from datetime import date

GOOD = {"password": "four quiet grey herons"}


def born(day: date) -> dict[str, str]:
    """The three fields of a date of birth."""
    return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
