"""What is in a document after it was read, also of what nobody tells: settings, names, places and uses."""

from shipped_policy import clinic

from governance.policy.parse import parse
from governance.policy.sources import Tree


def test_a_setting_takes_the_place_of_the_written_value_wherever_it_is_named() -> None:
    document, problems = parse(clinic(), {"visit_retention": "30d"})
    assert problems == []
    assert {name: one.value for name, one in document.parameters.items()} == {
        "file_retention": "3650d", "visit_retention": "30d",
    }  # fmt: skip
    [rule] = [rule for rule in document.retention.values() if rule.id == "R-VISIT"]
    assert (rule.keep, rule.ceiling and rule.ceiling.keep) == (30 * 86_400, 30 * 86_400)
    assert [clause.text for clause in document.clauses if clause.id == "c3.2"] == ["All else goes after 30 days."]


def test_a_document_knows_where_parameters_are_used_and_spoken_of() -> None:
    document, _ = parse(clinic())
    assert document.parameter_uses == {
        ("file_retention", "retention R-FILE ceiling keep"), ("visit_retention", "retention R-VISIT keep"),
        ("visit_retention", "retention R-VISIT ceiling keep"),
    }  # fmt: skip
    assert document.spoken_parameters == {"file_retention", "visit_retention"}


def test_a_document_knows_the_names_of_every_section_also_of_one_that_is_left_out() -> None:
    document, _ = parse(clinic())
    assert {section: len(names) for section, names in document.names.items()} == {
        "parameters": 2, "ambiguities": 1, "regimes": 1, "kinds": 4, "actions": 8, "categories": 6, "purposes": 5,
        "recipients": 4, "lawful_bases": 4, "consents": 2, "duties": 2, "events": 2, "facts": 5, "activities": 7,
        "prohibitions": 4, "retention": 2, "recipient_details": 1, "transfers": 1, "cookies": 0, "rights": 8,
        "promises": 7,
    }  # fmt: skip
    assert document.names["regimes"] == {"gdpr"}


def test_a_document_knows_where_every_entry_stands() -> None:
    document, _ = parse(clinic())
    counts: dict[str, int] = {}
    for (section, name), (tree, path) in document.places.items():
        assert isinstance(tree, Tree)
        assert path[0] == section, name
        counts[tree.file] = counts.get(tree.file, 0) + 1
    assert counts == {
        "policy.yaml": 6, "vocabulary.yaml": 42, "rules.yaml": 11, "retention.yaml": 2, "sharing.yaml": 2,
        "rights.yaml": 9, "promises.yaml": 7, "examples.yaml": 3,
    }  # fmt: skip
    assert str(document.mark("rights", "RT-BACK").line) == "13"
