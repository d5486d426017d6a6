"""Records of policies unlike the shipped one: with less stated, with nobody outside, with nothing at all."""

from dataclasses import replace
from datetime import UTC, datetime

import observations as month
from governance.processing import Gap, NotNeeded, ProcessingRecord, Stated
from governance.processing.activities import cited
from governance.processing.concepts import Facts
from governance.processing.contradictions import contradictions
from governance.processing.coverage import coverage
from governance.processing.limits import latest_in_words
from governance.processing.observed import CookieSeen
from governance.processing.sources import _OWN_WORK as OWN_WORK
from governance.processing.sources import sources_of
from governance.processing.statements import QUESTIONS
from governance.texts import HeldText, TextState
from observations import record

POLICY = month.policy


def changed(section: str, name: str, **terms: object) -> ProcessingRecord:
    """The record of the shipped policy with one entry of it changed."""
    entries = getattr(POLICY(), section)
    entry = entries[name]
    new = entry.model_copy(update=terms) if hasattr(entry, "model_copy") else replace(entry, **terms)
    return record(**{section: {**entries, name: new}})


def test_a_statement_that_no_sentence_backs_cites_the_policy_as_a_whole() -> None:
    assert cited(()) == "policy"
    assert cited(("c3.2",)) == "policy, clause 3.2"
    assert cited(("c3.2", "c4.1")) == "policy, clauses 3.2 and 4.1"


def test_an_interest_that_nobody_weighed_and_a_law_that_nobody_named_are_gaps() -> None:
    resting = {rule.basis: name for name, rule in POLICY().activities.items() if rule.enabled and rule.source == "text"}
    for basis, article, missing in (
        ("legitimate_interests", "6(1)(f)", "the balancing of interests, for"),
        ("legal_obligation", "6(1)(c)", "the law that obliges, for"),
    ):
        name = resting[basis]
        made = changed("activities", name, named_law="", balancing_test="")
        [line] = [line for row in made.activities for line in row.lines if line.activity == name]
        assert isinstance(line.ground, Gap)
        assert (line.ground.article, line.ground.missing.startswith(missing)) == (article, True)
        assert line.ground in made.gaps


def test_data_of_nobody_in_particular_is_a_gap() -> None:
    made = changed("categories", "document.image", subjects=())
    label = POLICY().categories["document.image"].label
    assert any(gap.missing == f"whose data “{label}” is" for gap in made.gaps)


def test_a_recipient_in_our_own_legal_area_needs_no_safeguard_and_its_country_is_told_if_known() -> None:
    transfer = next(one for one in POLICY().transfers.values() if one.recipient == "cloud_hosting")
    transfers = {**POLICY().transfers, transfer.id: transfer.model_copy(update={"mechanism": "none_needed"})}
    known = POLICY().recipients

    def hosting(country: str | None) -> tuple[object, object]:
        recipients = {**known, "cloud_hosting": replace(known["cloud_hosting"], country=country)}
        made = record(transfers=transfers, recipients=recipients)
        line = next(line for row in made.activities for line in row.recipients if line.id == "cloud_hosting")
        return line.countries, line.safeguard

    country, safeguard = hosting(None)
    assert isinstance(country, NotNeeded)
    assert isinstance(safeguard, NotNeeded)
    assert "may only be in the controller's own legal area" in safeguard.reason
    country, safeguard = hosting("Germany")
    assert isinstance(country, Stated)
    assert isinstance(safeguard, NotNeeded)


def test_a_policy_that_passes_nothing_on_and_weighs_no_interests_lacks_neither() -> None:
    inside = {
        name: replace(rule, scope=replace(rule.scope, recipients=frozenset({"none"})), bases={"gdpr": "contract"})
        for name, rule in POLICY().activities.items()
    }
    by_id = {concept.id: concept for concept in record(activities=inside).coverage.concepts}
    reasons = {concept.because for concept in by_id.values() if concept.state == "not applicable"}
    assert "no activity rests on legitimate interests" in reasons
    assert any("recipient" in reason or "passed" in reason or "processor" in reason for reason in reasons)


def test_what_nothing_is_stated_about_is_missing_and_not_complete() -> None:
    nothing = {one.key: Gap("30", one.ask, "State it.") for one in QUESTIONS}
    empty = coverage(Facts(record().cover, (), (), 0, nothing, ()))
    assert not empty.final
    assert any(row.because == "nothing is stated" for row in empty.gate)
    assert "no activity rests on consent" in {concept.because for concept in empty.concepts}


def test_a_cookie_that_the_policy_does_not_declare_is_a_contradiction() -> None:
    observed = replace(month.observed(), cookies=(CookieSeen("spy", "K-SPY", month.NOW, month.NOW),))
    found = [one for one in contradictions(POLICY(), observed) if one.kind == "cookie-undeclared"]
    assert ["“spy”" in one.sentence for one in found] == [True]
    [declared] = [*POLICY().cookies][:1]
    known = replace(observed, cookies=(CookieSeen("session", declared, month.NOW, month.NOW),))
    assert not [one for one in contradictions(POLICY(), known) if one.kind == "cookie-undeclared"]


def test_what_the_service_writes_itself_comes_from_it_and_what_stands_under_no_heading_from_nowhere() -> None:
    own = next(name for name, term in POLICY().categories.items() if term.dpv in OWN_WORK and not term.derived_from)
    assert sources_of(POLICY(), own) == (Stated(POLICY().controller.name, "the service writes it while it works"),)
    image = POLICY().categories["document.image"].model_copy(update={"clauses": ("c0.1",), "derived_from": ()})
    clauses = {name: clause for name, clause in POLICY().clauses.items() if not clause.heading}
    lost = replace(POLICY(), categories={**POLICY().categories, "document.image": image}, clauses=clauses)
    [source] = sources_of(lost, "document.image")
    assert isinstance(source, Gap)


def test_without_a_rule_the_latest_moment_is_left_to_the_policy() -> None:
    assert latest_in_words(POLICY(), None) == "The policy has a time limit for it."
    assert latest_in_words(POLICY(), POLICY().retention["R-DOC"]).startswith("R-DOC: at the latest ")


def test_a_text_belongs_to_the_category_that_its_findings_and_its_state_give_it() -> None:
    moment = datetime(2026, 5, 4, tzinfo=UTC)
    held = HeldText("t", "d", 1, TextState.KEPT, moment, moment, "R-TEXT", "x", 1, {"SPECIAL_HEALTH": 1})
    assert held.special
    assert held.category == "text.sensitive"
    assert not replace(held, counts={}).special
    assert replace(held, state=TextState.DELETED).category == ""
