"""In which language a page is said: the account's choice, else what the browser asks for, else English."""

from flask import Flask, request
from flask_babel import Babel, Domain, get_locale
from flask_security import current_user

from store.catalogues import SOURCE, codes, translations

NAMES = {"en": "English", "de": "Deutsch", "fr": "Français"}
"""What speakers of a language call it."""

SAID = "proviso-languages"
"""The extension that lists blueprints and pages that are said in every language; all others are English throughout."""


class OurCatalogues(Domain):  # type: ignore[misc]
    """Translations from the storeroom's catalogues, compiled in memory."""

    def get_translations(self) -> object:
        """Give those of the language at hand."""
        return translations(language())


class OurBabel(Babel):  # type: ignore[misc]
    """Flask-Babel over our catalogues."""

    @property
    def domain_instance(self) -> Domain:
        """Give the one domain there is."""
        return OurCatalogues()


def speak_languages(app: Flask, *said: str) -> None:
    """Teach the app its languages; the pages `said`, or those of blueprints of that name, are said in all of them."""
    app.extensions[SAID] = set(said)
    OurBabel(app, locale_selector=lambda: chosen(app))
    app.jinja_env.globals.update(language=language, language_names=NAMES)


def chosen(app: Flask) -> str:
    """Tell the language of the page at hand; a page that is not translated is English as a whole."""
    if not {request.blueprint, request.endpoint} & app.extensions[SAID]:
        return SOURCE
    own = current_user.language if current_user and current_user.is_authenticated else ""
    return own if own in codes() else (request.accept_languages.best_match(codes()) or SOURCE)


def language() -> str:
    """Give the code of the language that is being spoken."""
    found = get_locale()
    return SOURCE if found is None else str(found.language)
