"""What `config/recognizers.yaml` and `config/special_categories.yaml` say."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Chosen(_Strict):
    """One of Presidio's recognizers by its class name, with arguments for its making."""

    class_: str = Field(alias="class")
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")
    expressions: dict[str, float] = {}
    across_lines: bool = False


class Written(_Strict):
    """A recognizer made of regular expressions, each with the score of a match."""

    entity: str
    expressions: dict[str, float]
    context: list[str] = []


class Hints(_Strict):
    """Words of one special category: strong ones stand for themselves, weak ones need company."""

    strong: list[str]
    weak: list[str] = []


class Choice(_Strict):
    """All of the configuration; what each part means stands in the files."""

    language: str
    model: str
    least: dict[str, float]
    names: dict[str, str]
    unreported: list[str] = []
    ours: list[str] = []
    identifiers: list[str] = []
    shapes: dict[str, list[str]] = {}
    things: list[str] = []
    phone_regions: list[str] = []
    labels: dict[str, list[str]] = {}
    nationalities: list[str] = []
    fragments: dict[str, str] = {}
    recognizers: list[Chosen]
    patterns: list[Written] = []
    special: dict[str, Hints] = {}

    def least_score(self, entity: str) -> float:
        """The lowest score at which an entity type is reported."""
        return self.least.get(entity, self.least["default"])


def read_choice(path: Path) -> Choice:
    """Read and check the file, and the special categories beside it; raises pydantic's ValidationError."""
    yaml = YAML(typ="safe")
    chosen = yaml.load(path)
    beside = path.with_name("special_categories.yaml")
    if beside.is_file():
        chosen["special"] = yaml.load(beside)
    return Choice.model_validate(chosen)
