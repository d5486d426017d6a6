"""`proviso languages`: bring the catalogues of translations up to date with what the pages say."""

from io import BytesIO

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from governance.policy import Policy
from store.catalogues import FOLDER, SOURCE, catalogue, codes
from store.places import data_folder
from store.policies import load_policy

_PLATFORM = FOLDER.parents[1]
_KEYWORDS = {"_": None, "gettext": None, "spoken": None, "lazy_gettext": None, "ngettext": (1, 2)}


@click.group()
def languages() -> None:
    """Work with the languages of pages and messages."""


@languages.command()
def update() -> None:
    """Put every text that pages, messages and the policy's vocabulary say into every catalogue, and drop the rest."""
    wanted = said_anywhere()
    for code in codes()[1:]:
        found = catalogue(code)
        fresh = Catalog(locale=code, project="Proviso", charset="utf-8")
        missing = 0
        for text in wanted:
            known = found.get(text)
            words = known.string if known is not None and not known.fuzzy else ""
            fresh.add(text, string=words)
            missing += not (all(words) if isinstance(words, tuple | list) else words)
        written = BytesIO()
        write_po(written, fresh, width=100, no_location=True, sort_output=True, omit_header=False)
        lines = written.getvalue().decode().splitlines(keepends=True)
        # Dates of making would change the file although nothing in it did.
        kept = [line for line in lines if "-Date:" not in line and "Generated-By" not in line]
        (FOLDER / f"{code}.po").write_text("".join(kept), encoding="utf-8")
        click.echo(f"{code}: {len(wanted)} texts, {missing} of them still to be translated")


def said_anywhere() -> list[str | tuple[str, str]]:
    """List every text that is said in several languages: marked ones, and the names that the policy gives to things."""
    found: dict[str | tuple[str, str], None] = {}
    for file in sorted((*_PLATFORM.rglob("*.py"), *_PLATFORM.rglob("*.html"))):
        method = "python" if file.suffix == ".py" else "jinja2"
        options = {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.do"}
        for _, message, _, _ in extract_from_file(method, str(file), keywords=_KEYWORDS, options=options):
            texts = (message[0], message[1]) if isinstance(message, tuple) else message
            if texts:
                found[texts] = None
    found |= dict.fromkeys(_named(load_policy(data_folder("policies") / "deepseek-ocr")))
    return sorted(found, key=str)


def _named(policy: Policy) -> list[str]:
    groups = (policy.categories, policy.purposes, policy.recipients, policy.bases, policy.consents, policy.events)
    return [entry.label for group in groups for entry in group.values()]


__all__ = ["SOURCE", "languages", "said_anywhere"]
