"""Stage 1: from the texts of a policy to its typed entries, with every problem found on the way."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from governance.policy import rulebook as rules
from governance.policy import vocabulary as words
from governance.policy.clauses import filled, inserts, read_clauses
from governance.policy.document import Document
from governance.policy.law import SPAN
from governance.policy.misfits import misfits
from governance.policy.parameters import Substitution, check_parameter
from governance.policy.problems import Mark, Problem, problem, suggestion
from governance.policy.sources import Path, Tree, read_yaml

TEXT: Final = "policy.md"
SCHEMA: Final = "proviso-policy/1"
NEEDED: Final = (TEXT, "policy.yaml", "vocabulary.yaml", "rules.yaml", "retention.yaml")
OPTIONAL: Final = ("sharing.yaml", "cookies.yaml", "rights.yaml", "promises.yaml", "examples.yaml")

NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*")
SCOPES: Final = ("everyone", "by_location")
"""Who has the rights: all, or those to whom a law gives them."""

NOTHING_SET: Final[Mapping[str, bool | int | str]] = MappingProxyType({})

Model = TypeVar("Model", bound=BaseModel)


def parse(
    sources: Mapping[str, str], settings: Mapping[str, bool | int | str] = NOTHING_SET
) -> tuple[Document, list[Problem]]:
    """Read all files of a policy; what could be read is in the document, all that could not in the problems.

    `settings` are values of parameters that take the place of the written ones, to read the policy as it would
    be if they were tuned so.
    """
    reader = _Reader(sources, settings)
    reader.files()
    reader.vocabulary()
    reader.rulebook()
    reader.leftovers()
    reader.text()
    return reader.document, reader.problems


class _Reader:
    """Reads section by section and notes what it has read, so that unknown sections can be told."""

    def __init__(self, sources: Mapping[str, str], settings: Mapping[str, bool | int | str]) -> None:
        self.sources = sources
        self.settings = settings
        self.document = Document()
        self.problems: list[Problem] = []
        self.read: dict[str, set[str]] = {}

    def files(self) -> None:
        """Read every YAML file and put the parameters' values in place of their names."""
        for name in NEEDED:
            if name not in self.sources:
                self._add(Mark(name), "Y05", f"the file {name} is missing.", "add it to the policy's folder.")
        for name, text in sorted(self.sources.items()):
            if not name.endswith((".yaml", ".yml")):
                continue
            if name not in (*NEEDED, *OPTIONAL):
                fix = suggestion(name, (*NEEDED, *OPTIONAL), "remove it, or move its parts to the known files.")
                self._add(Mark(name), "Y05", f"no policy has a file {name}.", fix)
                continue
            tree, found = read_yaml(name, text)
            self.problems += found
            if tree.value is not None and not isinstance(tree.value, dict):
                self._add(Mark(name), "T01", "a policy file holds named sections.", "begin with a section's name.")
                tree = Tree(name)
            self.document.trees[name] = tree
        self.parameters()
        substitution = Substitution(self.document.names["parameters"], self.document.parameters)
        for name, tree in self.document.trees.items():
            self.document.trees[name] = substitution.tree(tree)
        self.document.parameter_uses = substitution.uses
        self.problems += substitution.problems

    def parameters(self) -> None:
        """Read the parameters first: everything else may name them."""
        for name, parameter in self.named("policy.yaml", "parameters", words.Parameter).items():
            found = check_parameter(name, parameter, self.document.mark("parameters", name, "value"))
            self.problems += found
            if not found:
                value = self.settings.get(name, parameter.value)
                self.document.parameters[name] = parameter.model_copy(update={"value": value})

    def vocabulary(self) -> None:
        """Read header, controller and words."""
        found = self.document
        schema = self._section("policy.yaml", "schema")
        if schema != SCHEMA:
            mark = self._tree("policy.yaml").mark(("schema",))
            said = "no schema is named." if schema is None else f"the schema is {schema!r}."
            self._add(mark, "T01", said, f"write `schema: {SCHEMA}`.")
        found.header = self.one("policy.yaml", "policy", words.Header)
        found.controller = self.one("policy.yaml", "controller", words.Controller)
        found.children = self.one("policy.yaml", "children", words.Children, needed=False)
        found.change_notification = self.one(
            "policy.yaml", "change_notification", words.ChangeNotification, needed=False
        )
        found.ambiguities = self.named("policy.yaml", "ambiguities", words.Ambiguity)
        found.informational = self.texts("policy.yaml", "informational")
        found.allow = self.entries("policy.yaml", "allow", words.Allowance)
        found.regimes = self.named("policy.yaml", "regimes", words.Regime)
        found.kinds = self.named("vocabulary.yaml", "kinds", words.Labelled)
        found.actions = self.named("vocabulary.yaml", "actions", words.Labelled)
        found.categories = self.named("vocabulary.yaml", "categories", words.Category)
        found.purposes = self.named("vocabulary.yaml", "purposes", words.Purpose)
        found.recipients = self.named("vocabulary.yaml", "recipients", words.RecipientSource)
        found.bases = self.named("vocabulary.yaml", "lawful_bases", words.Basis)
        found.consents = self.named("vocabulary.yaml", "consents", words.Consent)
        found.duties = self.named("vocabulary.yaml", "duties", words.Duty)
        found.events = self.named("vocabulary.yaml", "events", words.Event)
        found.facts = self.named("vocabulary.yaml", "facts", words.FactSource)

    def rulebook(self) -> None:
        """Read rules, retention, sharing, cookies, rights, promises and examples."""
        found = self.document
        found.activities = self.listed("rules.yaml", "activities", rules.ActivitySource)
        found.prohibitions = self.listed("rules.yaml", "prohibitions", rules.ProhibitionSource)
        found.retention = self.listed("retention.yaml", "retention", rules.RetentionSource)
        found.recipient_details = self.named("sharing.yaml", "recipient_details", rules.RecipientDetail)
        found.transfers = self.listed("sharing.yaml", "transfers", rules.Transfer)
        found.cookies = self.listed("cookies.yaml", "cookies", rules.CookieSource)
        found.cookie_controls = self.one("cookies.yaml", "controls", rules.CookieControls, needed=False)
        scope = self._section("rights.yaml", "scope")
        if scope in SCOPES:
            found.rights_scope = scope
        elif scope is not None:
            mark = self._tree("rights.yaml").mark(("scope",))
            self._add(mark, "T03", f"`{scope}` is not a value of `scope`.", f"write {' or '.join(SCOPES)}.")
        found.deadlines = self.deadlines()
        found.rights = self.listed("rights.yaml", "rights", rules.Right)
        found.promises = self.listed("promises.yaml", "promises", rules.Promise)
        found.kept_elsewhere = self.texts("promises.yaml", "kept_elsewhere")
        found.given = self._mapping("examples.yaml", "given")
        found.examples = self.entries("examples.yaml", "examples", rules.Example)

    def deadlines(self) -> dict[str, dict[str, str]]:
        """Read the time limits of answers: by regime and step a span, such as `1 month` or `10 business days`."""
        found: dict[str, dict[str, str]] = {}
        tree = self._tree("rights.yaml")
        for regime, steps in self._mapping("rights.yaml", "deadlines").items():
            self.document.places["deadlines", regime] = (tree, ("deadlines", regime))
            if not isinstance(steps, dict):
                mark = tree.mark(("deadlines", regime))
                self._add(mark, "T01", f"the time limits of `{regime}` have names.", "write {respond: 1 month}.")
                continue
            found[regime] = {}
            for step, span in steps.items():
                if isinstance(span, str) and SPAN.fullmatch(span):
                    found[regime][step] = span
                else:
                    fix = "write a number and days, business days, weeks or months."
                    mark = tree.mark(("deadlines", regime, step))
                    self._add(mark, "T04", f"to {step} takes `{span}`, which is no span such as `1 month`.", fix)
        return found

    def leftovers(self) -> None:
        """Tell of sections that no stage reads."""
        for name, tree in self.document.trees.items():
            for section in tree.value:
                if section not in self.read[name]:
                    fix = suggestion(section, self.read[name], "remove it.")
                    self._add(tree.key((section,)), "T01", f"{name} has no section `{section}`.", fix)

    def text(self) -> None:
        """Cut the text into clauses, write parameters into it, and note what is informational."""
        self.document.text = self.sources.get(TEXT, "")
        clauses, found = read_clauses(TEXT, self.document.text)
        self.problems += found
        if not clauses and TEXT in self.sources:
            self._add(Mark(TEXT), "C04", "the text has no clause.", "write it as numbered sentences, such as `1.1 …`.")
        spoken = {name: parameter.in_words for name, parameter in self.document.parameters.items()}
        for clause in clauses:
            for name in inserts(clause.text):
                self.document.spoken_parameters.add(name)
                if name not in self.document.names["parameters"]:
                    fix = suggestion(name, spoken, "declare it under `parameters` in policy.yaml.")
                    self._add(Mark(TEXT, clause.line), "R01", f"there is no parameter `{name}`.", fix)
        self.document.clauses = tuple(filled(clause, spoken) for clause in clauses)

    def one(self, file: str, section: str, model: type[Model], *, needed: bool = True) -> Model | None:
        """Read a section that is one entry."""
        value = self._section(file, section)
        if value is None:
            if needed and file in self.document.trees:
                self._add(Mark(file), "T01", f"{file} needs the section `{section}`.", "add it.")
            return None
        self.document.places[section, ""] = (self._tree(file), (section,))
        return self._item(file, (section,), value, model)

    def named(self, file: str, section: str, model: type[Model]) -> dict[str, Model]:
        """Read a section of named entries."""
        found: dict[str, Model] = {}
        known = self.document.names.setdefault(section, set())
        for name, value in self._mapping(file, section).items():
            known.add(name)
            self.document.places[section, name] = (self._tree(file), (section, name))
            if not NAME.fullmatch(name):
                # What looks like another name, or like a selector, would stand outside of what rules say of that one.
                mark = self._tree(file).key((section, name))
                self._add(mark, "T01", f"`{ascii(name)[1:-1]}` is no name.", "use a to z, digits, `_`, `-` and dots.")
            item = self._item(file, (section, name), {} if value is None else value, model)
            if item is not None:
                found[name] = item
        return found

    def texts(self, file: str, section: str) -> dict[str, str]:
        """Read a section of named sentences."""
        found: dict[str, str] = {}
        for name, value in self._mapping(file, section).items():
            self.document.places[section, name] = (self._tree(file), (section, name))
            if isinstance(value, str) and value.strip():
                found[name] = value
            else:
                self._add(self._tree(file).mark((section, name)), "T01", "this should be a sentence.", "write why.")
        return found

    def listed(self, file: str, section: str, model: type[Model]) -> dict[str, Model]:
        """Read a section that is a list of entries with an `id`."""
        found: dict[str, Model] = {}
        known = self.document.names.setdefault(section, set())
        for index, value in enumerate(self._list(file, section)):
            path = (section, index)
            name = str(value["id"]) if isinstance(value, dict) and "id" in value else f"entry {index + 1}"
            if name in known:
                mark = self._tree(file).mark((*path, "id"))
                self._add(mark, "Y02", f"the id {name} is taken.", "give each entry its own id.")
                continue
            known.add(name)
            self.document.places[section, name] = (self._tree(file), path)
            item = self._item(file, path, value, model)
            if item is not None:
                found[name] = item
        return found

    def entries(self, file: str, section: str, model: type[Model]) -> list[Model]:
        """Read a section that is a list of entries without a name; each is known by its number, from 0."""
        found: list[Model] = []
        for index, value in enumerate(self._list(file, section)):
            item = self._item(file, (section, index), value, model)
            if item is not None:
                self.document.places[section, str(len(found))] = (self._tree(file), (section, index))
                found.append(item)
        return found

    def _item(self, file: str, path: Path, value: Any, model: type[Model]) -> Model | None:
        try:
            return model.model_validate(value)
        except ValidationError as errors:
            known = {info.alias or name for name, info in model.model_fields.items()}
            refused = self.document.names["parameters"] - set(self.document.parameters)
            self.problems += misfits(self._tree(file), path, errors.errors(), known, refused)
            return None

    def _section(self, file: str, section: str) -> Any:
        self.read.setdefault(file, set()).add(section)
        return (self._tree(file).value or {}).get(section)

    def _mapping(self, file: str, section: str) -> dict[str, Any]:
        value = self._section(file, section)
        if value is not None and not isinstance(value, dict):
            self._add(self._tree(file).mark((section,)), "T01", f"`{section}` holds named entries.", "name each.")
        return value if isinstance(value, dict) else {}

    def _list(self, file: str, section: str) -> list[Any]:
        value = self._section(file, section)
        if value is not None and not isinstance(value, list):
            self._add(
                self._tree(file).mark((section,)), "T01", f"`{section}` is a list.", "begin each entry with `- `."
            )
        return value if isinstance(value, list) else []

    def _tree(self, file: str) -> Tree:
        return self.document.trees.get(file) or Tree(file)

    def _add(self, mark: Mark, code: str, message: str, fix: str) -> None:
        self.problems.append(problem(mark, code, message, fix))
