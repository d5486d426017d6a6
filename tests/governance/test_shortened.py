"""A sentence that a finding quotes is cut at a word, and only where it is long."""

from governance.policy.checks.entries import LONGEST_QUOTE, shortened


def test_a_sentence_is_cut_at_a_word_and_only_where_it_is_too_long() -> None:
    just = "word " * 31 + "words"
    assert len(just) == LONGEST_QUOTE
    assert shortened(just) == just
    assert shortened(f"{just} more") == "word " * 30 + "word …"
    before_a_blank = "word " * 30 + "wordwordx"
    assert len(before_a_blank) == LONGEST_QUOTE - 1
    assert shortened(f"{before_a_blank} and more") == f"{before_a_blank} …"
