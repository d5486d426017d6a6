"""An answer of the gate as pages tell it: headline, sentences quoted once, and what would have to be true."""

from dataclasses import replace

from governance.policy import Decision, Explanation, Policy, Sentence, explain


def told(policy: Policy, decision: Decision) -> Explanation:
    """Explain a decision for a page."""
    return once(explain(policy, decision))


def once(explanation: Explanation) -> Explanation:
    """Leave out sentences that several rules of one answer cite."""
    seen: dict[str, Sentence] = {}
    for sentence in explanation.sentences:
        seen.setdefault(sentence.clause_id, sentence)
    return replace(explanation, sentences=tuple(seen.values()))
