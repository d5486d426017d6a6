"""How an example of a policy comes out, also where what it says is wrong."""

from code_fixtures import EXAMPLES
from test_codes import edited

from governance.policy.compiler import outcomes

GIVEN = "facts: {consent.file: given}}\n"


def came(facts: str) -> list[str]:
    return [one.came for one in outcomes(edited([(EXAMPLES, GIVEN, f"facts: {facts}}}\n")]))]


def test_a_value_is_taken_as_it_is_written_and_not_with_other_letters() -> None:
    assert came("{consent.file: given}")[0] == "allow"
    assert came("{consent.file: Given}")[0] == "deny"


def test_what_an_example_does_not_know_takes_the_place_of_what_all_examples_have() -> None:
    assert came("{consent.file: given, actor.role: unknown}")[0] == "deny"
    assert came("{consent.file: [given, withdrawn]}")[0] == "allow"
    assert came("{consent.file: [withdrawn, given]}")[0] == "deny"
    assert came("{consent.file: []}")[0] == "deny"


def test_an_outcome_says_what_was_expected_what_came_and_what_is_behind_it() -> None:
    first, second, third = outcomes(edited([(EXAMPLES, GIVEN, "facts: {consent.file: given, actor.role: unknown}}\n")]))
    assert (first.say, first.expect, first.came) == (
        "a doctor writes into the file of a patient who agreed", "allow", "deny",
    )  # fmt: skip
    assert (first.because, first.behind, [one.code for one in first.problems]) == (("A-FILE",), ("A-FILE",), ["E01"])
    assert (second.expect, second.came, second.behind, second.problems) == ("deny", "deny", ("A-FILE",), ())
    assert (third.expect, third.came, third.behind) == ("deny", "deny", ("A-LAB", "F-LAB"))
