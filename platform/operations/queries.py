"""Read models for pages: what a person, a DPO and an auditor are shown, gathered in one place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from governance.copies import CopyState, HeldCopy
from governance.documents import LIVE, Document
from governance.errors import ProvisoError
from governance.policy.explain import Explanation, explain
from governance.texts import PRESENT, HeldText
from operations.earlier_policies import policy_of
from operations.facts import Actor
from operations.ports import Unit
from operations.rows import DecisionRow, IssuedRecord
from operations.services import Services


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as its owner sees it: its row, its text's and its copies', and when what is left will be gone."""

    document: Document
    text: HeldText | None
    copies: tuple[HeldCopy, ...] = ()

    @property
    def live(self) -> bool:
        """Tell whether the document is still on its way."""
        return self.document.stage in LIVE

    @property
    def text_present(self) -> bool:
        """Tell whether there is a text to read."""
        return self.text is not None and self.text.state in PRESENT

    @property
    def copies_present(self) -> tuple[HeldCopy, ...]:
        """The copies that can be taken now."""
        return tuple(copy for copy in self.copies if copy.state is CopyState.READY)

    @property
    def gone_by(self) -> datetime | None:
        """When the last thing that is left will be gone; None when nothing is left."""
        if self.live or self.document.deleted_at is None:
            return self.document.due_at
        dates = [copy.due_at for copy in self.copies_present if copy.due_at is not None]
        if self.text is not None and self.text.state in PRESENT:
            dates.append(self.text.due_at)
        return max(dates, default=None)


@dataclass(frozen=True, slots=True)
class StepView:
    """One decision about a document, with its explanation in the words of the policy it was taken under.

    `explanation` is None when that policy's text cannot be read any more.
    """

    row: DecisionRow
    explanation: Explanation | None


def documents_of(
    services: Services, actor: Actor, *, limit: int = 100, before: tuple[datetime, str] | None = None
) -> Sequence[DocumentView]:
    """Give the actor's own documents, newest first; `before` goes on behind one, by its arrival and id."""
    if actor.person is None:
        return []
    with services.store.read() as unit:
        return [_view(unit, row) for row in unit.documents.of_person(actor.person, limit, before)]


def document_of(services: Services, actor: Actor, document: str) -> DocumentView:
    """Give one document of the actor's own; raises ProvisoError not-found for anybody else's."""
    with services.store.read() as unit:
        row = unit.documents.get(document)
        if row is None or actor.person is None or row.person != actor.person:
            raise ProvisoError("not-found")
        return _view(unit, row)


def _view(unit: Unit, row: Document) -> DocumentView:
    return DocumentView(row, unit.texts.of_document(row.id), tuple(unit.copies.of_document(row.id)))


def steps_of(services: Services, actor: Actor, document: str) -> Sequence[StepView]:
    """Give every decision taken about one of the actor's documents, oldest first."""
    document_of(services, actor, document)
    with services.store.read() as unit:
        return [_step(services, unit, row) for row in unit.decisions.of_document(document)]


def records(services: Services) -> Sequence[IssuedRecord]:
    """Give the issued records, newest first; the page that calls this has checked the role."""
    with services.store.read() as unit:
        return unit.records.newest()


def _step(services: Services, unit: Unit, row: DecisionRow) -> StepView:
    policy = policy_of(services, unit, row.decision.policy)
    return StepView(row, explain(policy, row.decision) if policy is not None else None)
