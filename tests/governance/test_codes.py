"""Every check of the catalogue finds what it is for, lets the like of it pass, and has a page."""

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from code_fixtures import FIXTURES, Edit, Fixture

from governance.policy import PolicyRefused, Problem, compile_policy, surface
from governance.policy.catalogue import CODES
from governance.policy.profiles import PROFILES, findings, severity

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "policy-codes"
TODAY = date(2026, 11, 23)


@cache
def clinic() -> dict[str, str]:
    folder = ROOT / "policies" / "example-clinic"
    return {path.name: path.read_text("utf-8") for path in folder.iterdir() if path.suffix in (".md", ".yaml")}


def edited(edits: Iterable[Edit]) -> dict[str, str]:
    sources = dict(clinic())
    sha = hashlib.sha256(sources["policy.md"].encode()).hexdigest()
    for file, old, new in edits:
        assert old == "" or sources[file].count(old) == 1, f"{file} has {sources[file].count(old)} of {old!r}"
        sources[file] = sources[file].replace(old, new.replace("{sha}", sha)) if old else new
    return sources


def found(sources: dict[str, str], profile: Any = "strict", **known: Any) -> tuple[Problem, ...]:
    return findings(sources, profile, TODAY, **known)


def known_of(code: str, sources: dict[str, str], *, passes: bool) -> dict[str, Any]:
    """What else the check is told: who carries out duties, and the surface that was reviewed."""
    if code == "U05":
        return {"enforced": {"locked", "nameless"} if passes else {"locked"}}
    return {"lock": surface(compile_policy(sources if passes else clinic()))} if code == "M02" else {}


def test_the_clinic_is_clean_in_every_profile() -> None:
    for profile in PROFILES:
        assert {problem.severity for problem in found(dict(clinic()), profile)} <= {"info"}


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: f"{fixture[0]}-{fixture[1]}".replace(" ", "_"))
def test_a_check_finds_what_it_is_for(fixture: Fixture) -> None:
    code, said, edits, _ = fixture
    sources = edited(edits)
    everything = found(sources, **known_of(code, sources, passes=False))
    hits = [problem for problem in everything if problem.code == code and said in problem.message]
    assert hits, [str(problem) for problem in everything if problem.severity != "info"]
    for problem in hits:
        assert problem.file in sources or code == "Y05"
        assert 1 <= problem.line <= len(sources.get(problem.file, "x").splitlines())
        assert problem.column >= 1
        assert problem.fix.endswith((".", "?", "`")), problem.fix
        assert f" PL-{code} " in str(problem)


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: f"{fixture[0]}-{fixture[1]}".replace(" ", "_"))
def test_a_check_lets_the_like_of_it_pass(fixture: Fixture) -> None:
    code, said, _, edits = fixture
    sources = edited(edits)
    everything = found(sources, **known_of(code, sources, passes=True))
    assert not [str(problem) for problem in everything if problem.code == code and said in problem.message]
    assert compile_policy(sources).digest, "what passes also compiles"


def test_every_code_has_both_fixtures() -> None:
    of_certificates = {code for code in CODES if code.startswith("N")}
    assert {fixture[0] for fixture in FIXTURES} == set(CODES) - of_certificates
    assert len(CODES) - len({"C12", "Y04", "Y05", "E01", "L01", "L02", "L03", *of_certificates}) == 78


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_a_page_that_says_what_to_avoid_what_to_prefer_and_why(code: str) -> None:
    page = (PAGES / f"{code}.md").read_text("utf-8")
    assert page.startswith(f"# PL-{code}: {CODES[code].says}\n")
    _, avoid, prefer, why = re.split(r"^## (?:Avoid|Prefer|Why)\n", page, flags=re.MULTILINE)
    assert min(len(avoid), len(prefer), len(why)) > 20
    assert avoid != prefer


def test_no_page_is_about_a_code_that_does_not_exist() -> None:
    assert {path.stem for path in PAGES.glob("*.md")} - {"README"} == set(CODES)
    index = (PAGES / "README.md").read_text("utf-8")
    assert all(f"[{code}]({code}.md)" in index for code in CODES)


def test_a_message_has_place_code_sentence_and_remedy() -> None:
    sources = edited([("rules.yaml", "    balancing_test: house-safety-2026\n", "")])
    line = next(n for n, text in enumerate(sources["rules.yaml"].splitlines(), 1) if "basis: interests" in text)
    assert [str(problem) for problem in found(sources) if problem.code == "B03"] == [
        f"rules.yaml:{line}:12 PL-B03 error: A-LIST weighs interests nowhere. Clause 2.4: “To keep the house safe, a "
        "list is made of who was in it”. Fix: add `balancing_test: …`."
    ]


def test_profiles_weigh_what_is_found() -> None:
    assert [severity("A03", profile) for profile in PROFILES] == ["warning", "error", "warning", "error"]
    assert [severity("S06", profile) for profile in PROFILES] == ["warning", "warning", "error", "error"]
    assert [severity("K09", profile) for profile in PROFILES] == ["warning", "error", "error", "error"]
    assert [severity("C09", profile) for profile in PROFILES] == ["warning", "warning", "warning", "error"]
    assert [severity("D02", profile) for profile in PROFILES] == ["info"] * 4
    assert severity("Z01", "strict", "warning") == "warning"


def test_what_refuses_a_policy_is_an_error_in_a_draft_too() -> None:
    sources = edited([("retention.yaml", "of: [patient.*, visit.*]", "of: patient.*")])
    assert [(problem.code, problem.severity) for problem in found(sources, "draft")] == [("K01", "error")]
    with pytest.raises(PolicyRefused):
        compile_policy(sources)


def test_an_accepted_finding_is_still_told_with_reason_and_day() -> None:
    vague = ("policy.md", "A reminder is sent", "A reminder may be sent")
    allow = 'allow:\n  - {code: C09, reason: The wording is settled in May., until: "2027-05-01", about: c2.5}\n'
    told = found(edited([vague, ("policy.yaml", "regimes:\n", f"{allow}\nregimes:\n")]))
    [one] = [problem for problem in told if problem.code == "C09"]
    assert one.severity == "info"
    assert one.message.endswith("Accepted until 2027-05-01: The wording is settled in May.")
    other = allow.replace("about: c2.5", "about: c2.1")
    told = found(edited([vague, ("policy.yaml", "regimes:\n", f"{other}\nregimes:\n")]))
    assert {problem.code for problem in told if problem.severity == "error"} == {"C09", "L02"}


def test_an_acceptance_that_ran_out_gives_the_finding_back_and_is_an_error_itself() -> None:
    vague = ("policy.md", "A reminder is sent", "A reminder may be sent")
    allow = 'allow:\n  - {code: C09, reason: The wording is settled in May., until: "2026-05-01"}\n\nregimes:\n'
    told = found(edited([vague, ("policy.yaml", "regimes:\n", allow)]), "gdpr")
    assert [(problem.code, problem.severity) for problem in told if problem.severity != "info"] == [
        ("C09", "warning"), ("L01", "error"),
    ]  # fmt: skip


def test_what_keeps_a_policy_from_compiling_cannot_be_accepted() -> None:
    allow = 'allow:\n  - {code: K01, reason: We know., until: "2027-05-01"}\n\nregimes:\n'
    sources = edited(
        [("retention.yaml", "of: [patient.*, visit.*]", "of: patient.*"), ("policy.yaml", "regimes:\n", allow)]
    )
    assert ("K01", "error") in {(problem.code, problem.severity) for problem in found(sources)}
