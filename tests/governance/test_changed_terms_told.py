"""Each changed term in full: its kind, its id, its sentence, which way it goes, and the sentences that it stands on."""

from dataclasses import replace

from shipped_policy import shipped
from small_policies import written
from test_changed_terms import entry, only, without

from governance.policy import Policy, compile_policy
from governance.policy.changes import FIRMER, WEAKER, Term, terms
from governance.policy.difference import difference


def test_an_activity_that_is_gone_under_an_unchanged_text_is_unwritten_and_so_is_a_prohibition() -> None:
    read = {"id": "A-1", "label": "a", "do": "read", "on": "name", "for": "serve", "basis": "contract",
            "clauses": ["c0.1"], "when": {"tenant.match": True}}  # fmt: skip
    share = {**read, "id": "A-2", "do": "share"}
    own = {"id": "F-1", "label": "own", "do": "share", "unless": {"job.stage": "none"}, "clauses": ["c0.1"]}
    whole = compile_policy(written([read, share], [own]))
    for rules, gone in (([share], [own]), "A-1"), (([read, share], []), "F-1"):
        less = compile_policy(written(*rules))
        assert difference(whole, less).unwritten == difference(less, whole).unwritten == (gone,)


def test_each_term_of_a_consent_is_told_with_its_sentences() -> None:
    consent = shipped().consents["store_text"]
    said = f"A consent to {consent.label}"

    def told(sentence: str, way: str) -> Term:
        return Term("consent", "store_text", sentence, (way,), consent.clauses)

    shorter = entry("consents", "store_text", lifetime=86_400)
    before = terms(shipped(), shorter)[0].sentence.rpartition(", before ")[2]
    assert only(shipped(), shorter) == told(f"{said} now holds 1 day, before {before}", FIRMER)
    assert only(shorter, shipped()).reasons == (WEAKER,)
    other = entry("consents", "store_text", explicit=not consent.explicit)
    words = ("need no longer", WEAKER) if consent.explicit else ("must now", FIRMER)
    assert only(shipped(), other) == told(f"{said} {words[0]} be explicit.", words[1])
    kept = entry("consents", "store_text", withdraw_erases=())
    assert only(shipped(), kept) == told(
        f"Taking back the consent to {consent.label} no longer erases text.extracted.", WEAKER
    )


def test_a_right_that_is_gone_and_a_time_that_came_are_told_in_full() -> None:
    name, right = next(iter(shipped().rights.items()))
    gone = Term("right", name, f"The right of {right.label} is gone.", (WEAKER,), right.clauses)
    assert only(shipped(), without("rights", name)) == gone
    regime = next(iter(shipped().deadlines))
    limits = {**shipped().deadlines, regime: {**shipped().deadlines[regime], "think": "3 days"}}
    more = replace(shipped(), deadlines=limits)
    came = Term(
        "right", regime, f"Under {regime}, the time to think is now 3 days, before it was not limited.", (WEAKER,), ()
    )
    left = replace(came, sentence=f"Under {regime}, the time to think is now not limited, before it was 3 days.")
    assert (only(shipped(), more), only(more, shipped())) == (came, left)


def test_an_age_is_compared_with_that_of_the_same_country_and_not_with_the_usual_one() -> None:
    children = shipped().children
    assert children is not None
    usual = children.default_consent_age

    def aged(age: int) -> Policy:
        return replace(shipped(), children=children.model_copy(update={"digital_consent_age": {"DE": age}}))

    [term] = terms(aged(usual - 3), aged(usual - 1))
    assert term == Term(
        "children", "DE", f"In DE people consent for themselves from {usual - 1} on.", (FIRMER,), children.clauses
    )


def test_a_basis_is_told_by_its_label_and_an_end_by_what_is_done() -> None:
    rule = shipped().activities["A-OCR-INGEST"]
    regime, now = next(iter(rule.bases.items()))
    basis = next(name for name in shipped().bases if name not in (now, shipped().bases[name].label))
    changed = entry("activities", rule.id, bases={**rule.bases, regime: basis})
    label = shipped().bases[basis].label
    assert only(shipped(), changed) == Term(
        "basis", rule.id, f"{rule.label} ({rule.id}) rests on {label} under {regime}, before on {now}.",
        ("basis_changed",), rule.clauses,
    )  # fmt: skip
    ends = {"anonymise": "made anonymous", "delete": "deleted", "crypto_shred_and_delete": "destroyed with its key"}
    for was, before in ends.items():
        for is_, after in ends.items():
            old, new = (entry("retention", "R-DOC", then=then) for then in (was, is_))
            said = [f"At its end, what R-DOC keeps is now {after}, before it was {before}."] if was != is_ else []
            assert [term.sentence for term in terms(old, new)] == said
