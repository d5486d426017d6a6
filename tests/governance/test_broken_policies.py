"""Two hundred broken policies: each is refused with file, line and remedy, and none with a traceback."""

from collections import Counter

import pytest
from shipped_policy import clinic, texts

from broken_policies import OWN_WAYS, YAML_WAYS, Broken, broken
from governance.policy import PolicyRefused, compile_policy

ALL = list(broken([texts(), clinic()], 200, seed=20_261_123))


def test_there_are_two_hundred_and_every_way_to_break_a_policy_is_among_them() -> None:
    assert len(ALL) == 200
    assert Counter(one.way for one in ALL).keys() == {*YAML_WAYS, *OWN_WAYS}


@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.way} in {one.file}".replace(" ", "_"))
def test_a_broken_policy_is_refused_with_file_line_and_remedy(one: Broken) -> None:
    with pytest.raises(PolicyRefused) as refused:
        compile_policy(one.sources)
    problems = refused.value.problems
    for found in problems:
        assert found.file in texts()
        assert found.line >= 1
        assert found.column >= 1
        assert found.message.endswith((".", "…", "”"))
        assert found.fix
        assert len(str(found)) < 600
        assert "Traceback" not in str(found)
    assert any(found.file == one.file for found in problems) or one.way == "an empty file"
