"""Payment, analytics and training: refused without their permit, and their retention stands ready."""

import pytest
from shipped_policy import shipped

from governance.policy import Cell, Request, decide
from operations.cells import connected

KINDS = {
    "billing.details": ("collect", "payment", "A-BILLING", "R-BILLING", 2555),
    "usage.events": ("collect", "service_improvement", "A-USAGE", "R-USAGE", 395),
    "training.copy": ("store", "model_training", "A-TRAIN-COPY", "R-TRAIN", 365),
    "support.message": ("collect", "communication", "A-SUPPORT", "R-SUPPORT", 730),
    "log.server": ("collect", "security", "A-SECURITY", "R-LOG", 90),
}


@pytest.mark.parametrize("category", KINDS)
def test_it_is_refused_while_nothing_is_known_and_has_its_limit_all_the_same(category: str) -> None:
    action, purpose, _, rule, days = KINDS[category]
    answer = decide(shipped(), Request(Cell(action, category, purpose), {}))
    assert not answer.allow
    found = shipped().retention_for(category)
    assert (found.id, found.ceiling_seconds) == (rule, days * 86400)


@pytest.mark.parametrize("category", ["billing.details", "usage.events", "training.copy"])
def test_nothing_in_this_house_is_connected_to_it(category: str) -> None:
    assert KINDS[category][2] not in connected(shipped())
