"""What tests of the rules are handed: a written policy, compiled when it is asked for and not before."""

import pytest
import shipped_policy

from governance.policy import Policy


@pytest.fixture
def policy(request: pytest.FixtureRequest) -> Policy:
    return getattr(shipped_policy, request.param)()
