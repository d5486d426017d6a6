"""Drafts of the policy, made by an officer on the policy desk and checked at once."""

import pytest
from sqlalchemy import delete

from operations.draft_policy import check_draft
from store.proving import ProvingProgram
from store.tables import PolicyDraftRow, PolicyTermRow, table_of


@pytest.fixture
def officers(enter):
    return enter("dpo"), enter("dpo")


@pytest.fixture
def unchanged(house):
    """What a test published is taken away, so that the next one finds the policy it expects."""
    yield
    with house.database.begin() as unit:
        terms, drafts = table_of(PolicyTermRow), table_of(PolicyDraftRow)
        unit.connection.execute(delete(terms).where(terms.c.taken_at.is_(None)))
        unit.connection.execute(delete(drafts))


def drafted(house, answer) -> str:
    draft = answer.headers["Location"].rsplit("/", 1)[1]
    check_draft(house.services, ProvingProgram(house.settings.policy).check, draft)
    return draft
