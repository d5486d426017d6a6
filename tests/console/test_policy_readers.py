"""The policy commands that a DPO reads: compile, test, explain, notice, lint, export and schema."""

import json
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from test_policy_command import SHIPPED, edit, run

from governance.policy.exports import FORMATS

CLINIC = SHIPPED.parent / "example-clinic"


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """A copy of the small policy, to be changed."""
    return Path(shutil.copytree(CLINIC, tmp_path / "clinic"))


@pytest.mark.parametrize("folder", [SHIPPED, CLINIC])
def test_every_command_runs_on_both_policies(folder: Path, tmp_path: Path) -> None:
    codes = {
        words: run(words[0], folder, *words[1:]).exit_code
        for words in (
            ("check",), ("prove",), ("compile",), ("surface",), ("test",), ("notice",), ("mutate", "--no-scopes"),
            ("lint", "--on", "2026-11-23"), ("export", "--to", str(tmp_path)),
        )
    }  # fmt: skip
    assert codes.pop(("lint", "--on", "2026-11-23")) == 1
    assert set(codes.values()) == {0}
    assert run("diff", folder, folder).exit_code == 0


def test_under_the_strictest_profile_only_facts_of_the_controller_are_open() -> None:
    found = json.loads(run("check", SHIPPED, "--profile", "strict", "--on", "2026-11-23", "--json").output)
    grave = [problem for problem in found if problem["severity"] != "info"]
    assert grave
    assert all(problem["waits_for_controller"] for problem in grave)
    told = run("check", SHIPPED, "--profile", "strict", "--quiet").output
    assert f"All of the {len(grave)} errors and warnings wait for something that only the controller" in told
    assert " info: " not in told
    assert run("check", CLINIC, "--profile", "strict").exit_code == 0


def test_a_stale_surface_is_shown_as_the_lines_that_would_change(clinic: Path) -> None:
    assert "says what the policy permits" in run("compile", clinic).output
    edit(clinic, "policy.yaml", "value: 365d", "value: 364d")
    told = run("compile", clinic)
    assert told.exit_code == 1
    assert "-R-VISIT" in told.output
    assert "+R-VISIT" in told.output
    assert json.loads(run("compile", clinic, "--json").output)["surface.lock"] == "stale"
    assert run("compile", clinic, "--write").exit_code == 0
    assert run("compile", clinic).exit_code == 0
    (clinic / "surface.lock").write_text("\n".join(f"line {n}" for n in range(99)))
    assert "lines more" in run("compile", clinic).output
    (clinic / "surface.lock").unlink()
    assert (run("compile", clinic).exit_code, "is missing" in run("compile", clinic).output) == (1, True)


def test_an_example_that_fails_is_named_with_what_came_and_why(clinic: Path) -> None:
    edit(clinic, "examples.yaml", "because: [F-LAB]", "because: [F-ELSE]")
    told = run("test", clinic)
    assert told.exit_code == 1
    assert "FAILS" in told.output
    assert "PL-E01" in told.output
    assert "2 of 3 examples" in told.output
    plain = json.loads(run("test", clinic, "--json").output)
    assert [bool(entry["problems"]) for entry in plain] == [False, False, True]
    (clinic / "examples.yaml").unlink()
    assert "0 of 0 examples" in run("test", clinic).output


def test_every_way_to_an_allow_is_told_with_the_sentences(clinic: Path) -> None:
    told = run("explain", clinic, "read", "file.notes", "treatment", "-f", "actor.role=other")
    assert told.exit_code == 0
    assert "consent to the medical file is given (now it is not known)" in told.output
    assert "2.2" in told.output
    plain = json.loads(run("explain", clinic, "read", "file.notes", "treatment", "--json").output)
    assert plain["ways"]
    nothing = run("explain", clinic, "share", "visit.list", "safety", "anybody_else")
    assert "Nothing would allow it" in nothing.output
    allowed = run("explain", clinic, "collect", "patient.contact", "treatment", "-f", "actor.role=owner")
    assert "It rests on contract." in allowed.output
    assert "have it gone 365 days (about 1 year) after it was written" in allowed.output
    many = run("explain", SHIPPED, "share", "usage.events", "legal_compliance", "authority")
    assert many.exit_code == 0


def test_words_that_the_policy_does_not_have_are_answered_with_the_nearest(clinic: Path) -> None:
    told = run("explain", clinic, "reed", "file.notes", "treatment")
    assert (told.exit_code, "did you mean `read`?" in told.output) == (2, True)
    assert run("explain", clinic, "read").exit_code == 2
    odd = run("explain", clinic, "read", "file.notes", "treatment", "-f", "actor.role=nurse")
    assert (odd.exit_code, "its values are owner, service, other" in odd.output) == (2, True)


class Reader(HTMLParser):
    """Collects what a page would load and the text that it shows."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.shown = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [f"{tag} {name}" for name, _ in attrs if name in ("src", "href", "action")]
        self.loads += [tag] if tag in ("script", "link", "img") else []

    def handle_data(self, data: str) -> None:
        self.shown += data


@pytest.mark.parametrize("folder", [SHIPPED, CLINIC])
def test_the_notice_says_every_sentence_and_what_enforces_it(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "notice.html"
    assert run("notice", folder, "--format", "html", "--out", target).exit_code == 0
    page = Reader(target.read_text("utf-8"))
    plain = json.loads(run("notice", folder, "--json").output)
    said = " ".join(run("notice", folder).output.split())
    assert page.loads == []
    for part in plain["parts"]:
        for sentence in part["sentences"]:
            assert " ".join(sentence["text"].split()) in said
            assert sentence["text"] in page.shown
            for behind in sentence["enforced_by"]:
                assert behind["sentence"] in page.shown
    bare = run("notice", folder, "--bare").output
    assert "Refused unless" not in bare
    assert "How this is enforced" not in run("notice", folder, "--bare", "--format", "html").output


def test_the_lint_groups_counts_and_names_the_law() -> None:
    told = run("lint", SHIPPED, "--on", "2026-11-23")
    assert told.exit_code == 1
    assert "GDPR and ePrivacy: 36 rules" in told.output
    assert "California: 21 rules" in told.output
    assert "GDPR 13(1)(f)" in told.output
    everything = run("lint", SHIPPED, "--on", "2026-11-23", "--all").output
    assert everything.count("\n") > told.output.count("\n")
    verdicts = json.loads(run("lint", SHIPPED, "--on", "2026-11-23", "--json").output)
    assert len(verdicts) == 57
    day_before = run("lint", SHIPPED, "--on", "2025-06-01", "--json").output
    outcome = {verdict["id"]: verdict["outcome"] for verdict in json.loads(day_before)}
    assert outcome["C15"] == "pass"


def test_exports_are_written_printed_or_given_as_data(tmp_path: Path) -> None:
    told = run("export", CLINIC, "--to", tmp_path / "out")
    assert "what is lost" in told.output
    assert len(list((tmp_path / "out").iterdir())) == len(FORMATS)
    assert run("export", CLINIC, "--only", "cedar").output == (tmp_path / "out" / "example-clinic.cedar").read_text()
    assert all(entry["lost"] for entry in json.loads(run("export", CLINIC, "--json").output).values())
    assert run("export", CLINIC).exit_code == 2


def test_schemas_are_compared_and_written(tmp_path: Path) -> None:
    assert run("schema").exit_code == 0
    assert run("schema", tmp_path / "schema").exit_code == 1
    assert run("schema", tmp_path / "schema", "--write").exit_code == 0
    assert "are current" in run("schema", tmp_path / "schema").output
