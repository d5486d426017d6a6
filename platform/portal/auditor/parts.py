"""The house's parts that an auditor's pages read by themselves."""

from flask import current_app

from store.build import House


def parts() -> House:
    """Give what the app was made with."""
    found: House = current_app.extensions["proviso-house"]
    return found
