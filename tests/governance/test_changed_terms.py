"""Terms that a new version changes without changing any answer: each is told in a sentence, with which way it goes."""

from dataclasses import replace
from typing import Any

import pytest
from shipped_policy import shipped

from governance.policy import Policy
from governance.policy.changes import FIRMER, WEAKER, Term, terms, unwritten, vocabulary
from governance.policy.difference import difference
from governance.policy.difference_words import in_words


def entry(section: str, name: str, **stated: Any) -> Policy:
    """The shipped policy with one entry of a section changed."""
    entries = dict(getattr(shipped(), section))
    one = entries[name]
    entries[name] = one.model_copy(update=stated) if hasattr(one, "model_copy") else replace(one, **stated)
    return replace(shipped(), **{section: entries})


def without(section: str, name: str) -> Policy:
    return replace(
        shipped(), **{section: {key: one for key, one in getattr(shipped(), section).items() if key != name}}
    )


def only(old: Policy, new: Policy) -> Term:
    (found,) = terms(old, new)
    return found


def test_a_legal_hold_that_suspends_is_a_weaker_promise_of_deletion() -> None:
    name = next(name for name, rule in shipped().retention.items() if rule.legal_hold == "ignored")
    suspending = entry("retention", name, legal_hold="suspends")
    assert only(shipped(), suspending).sentence == f"A legal hold now suspends the deletion of {name}."
    assert only(shipped(), suspending).reasons == (WEAKER,)
    assert only(suspending, shipped()).sentence == f"A legal hold now does not suspend the deletion of {name}."
    assert only(suspending, shipped()).reasons == (FIRMER,)


def test_a_transfer_that_comes_goes_or_rests_on_something_else_is_told() -> None:
    name = next(iter(shipped().transfers))
    less = without("transfers", name)
    gone, come = only(shipped(), less), only(less, shipped())
    assert gone.sentence.endswith("may now take data to: nowhere; what makes it lawful: none.")
    assert gone.reasons == ("transfer_changed",)
    assert come.reasons == ("transfer_wider", WEAKER)
    other = entry("transfers", name, mechanism="derogation")
    assert only(shipped(), other).reasons == ("transfer_changed",)
    assert only(shipped(), other).sentence.endswith("what makes it lawful: derogation.")


def test_taking_a_consent_back_that_erases_less_is_weaker() -> None:
    kept = entry("consents", "store_text", withdraw_erases=())
    assert only(shipped(), kept).sentence == (
        "Taking back the consent to keeping the text no longer erases text.extracted."
    )
    assert terms(kept, shipped()) == ()


def test_a_right_that_is_gone_is_told_and_one_that_came_is_a_word() -> None:
    name = next(iter(shipped().rights))
    less = without("rights", name)
    assert only(shipped(), less).sentence == f"The right of {shipped().rights[name].label} is gone."
    assert [(word.kind, word.id, word.added) for word in vocabulary(less, shipped())] == [("right", name, True)]


def test_rights_by_place_are_weaker_than_rights_for_everyone() -> None:
    fewer = replace(shipped(), rights_scope="by_location")
    assert only(shipped(), fewer).sentence == "Rights are now granted to: by location."
    assert only(shipped(), fewer).reasons == (WEAKER,)
    assert only(fewer, shipped()).reasons == (FIRMER,)


def test_the_age_of_consent_of_each_country_is_told_when_it_moves() -> None:
    children = shipped().children
    assert children is not None
    ages = {**children.digital_consent_age, "DE": 15, "ZZ": 18}
    moved = replace(shipped(), children=children.model_copy(update={"digital_consent_age": ages}))
    assert [(term.id, term.sentence, term.reasons) for term in terms(shipped(), moved)] == [
        ("DE", "In DE people consent for themselves from 15 on.", (WEAKER,)),
        ("ZZ", "In ZZ people consent for themselves from 18 on.", (FIRMER,)),
    ]


def test_a_basis_that_the_new_version_has_no_name_for_is_told_by_its_id() -> None:
    changed = entry("activities", "A-OCR-INGEST", bases={"gdpr": "good_will"})
    said = [term.sentence for term in terms(shipped(), changed)]
    assert (
        f"{changed.activities['A-OCR-INGEST'].label} (A-OCR-INGEST) rests on good_will under gdpr, before on contract."
        in said
    )


def test_a_rule_without_sentences_is_never_unwritten() -> None:
    silent = entry("activities", "A-OCR-INGEST", clauses=())
    assert unwritten(silent, silent, {"A-OCR-INGEST": True}, ()) == ()
    assert unwritten(shipped(), shipped(), {"A-OCR-INGEST": True}, ()) == ("A-OCR-INGEST",)
    assert unwritten(shipped(), shipped(), {"A-OCR-INGEST": False}, ()) == ()


@pytest.mark.parametrize("section", ["actions", "categories", "purposes", "recipients", "facts", "cookies"])
def test_a_word_that_is_gone_is_told_in_a_sentence(section: str) -> None:
    name = next(iter(getattr(shipped(), section)))
    (word,) = vocabulary(shipped(), without(section, name))
    assert (word.id, word.added, word.label) == (name, False, getattr(shipped(), section)[name].label)
    assert any(word.label in said for said in in_words(difference(shipped(), without(section, name))))
