"""Weakened rules: something notices each of them."""

from collections import Counter
from functools import cache

import pytest
from shipped_policy import edited, shipped, texts

from governance.policy import compile_policy
from governance.policy.mutation import Mutant, mutate
from governance.policy.weakening import FOREVER, weaker_retention
from governance.policy.worlds import theory_of


@cache
def mutants() -> tuple[Mutant, ...]:
    return tuple(mutate(shipped(), theory_of(texts()), scopes=False))


def test_nothing_can_be_weakened_unnoticed() -> None:
    assert len(mutants()) > 300
    assert [mutant for mutant in mutants() if mutant.fate == "survivor"] == []


def test_every_prohibition_is_kept_by_a_promise_or_forbids_nothing_today() -> None:
    fates = Counter(mutant.fate for mutant in mutants() if mutant.kind == "prohibition")
    assert set(fates) == {"promise", "equivalent"}
    assert fates["promise"] > 50
    dropped = {mutant.rule: mutant for mutant in mutants() if mutant.how == "dropped"}
    assert dropped["F-DOC-ENDED"].promises == ("P01",)
    assert dropped["F-TRAIN-DOC"].fate == "equivalent"


def test_a_category_left_without_a_date_breaks_a_promise() -> None:
    assert all(mutant.fate == "promise" for mutant in mutants() if mutant.kind == "retention" and mutant.how == "scope")


def test_a_prohibition_that_only_the_surface_guards_is_told_so() -> None:
    sources = edited(
        "promises.yaml", next(line for line in texts()["promises.yaml"].splitlines() if "id: P13" in line), ""
    )
    fates = {
        mutant.fate
        for mutant in mutate(compile_policy(sources), theory_of(sources), scopes=False)
        if mutant.rule == "F-TLS" and mutant.how == "dropped"
    }
    assert fates == {"surface"}


def test_dates_are_put_off_for_ever_one_by_one() -> None:
    rule = shipped().retention["R-TEXT"]
    found = [weaker.now for weaker in weaker_retention(rule)]
    assert any(now is not None and now.triggers["data.created"] == FOREVER for now in found)  # type: ignore[union-attr]
    assert any(now is not None and "user.delete" not in now.triggers for now in found)  # type: ignore[union-attr]


@pytest.mark.long
def test_no_scope_can_be_changed_unnoticed() -> None:
    found = list(mutate(shipped(), theory_of(texts()), scopes=True))
    assert len(found) > 2_000
    assert [mutant for mutant in found if mutant.fate == "survivor"] == []
