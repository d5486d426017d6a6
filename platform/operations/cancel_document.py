"""Cancel a document at its owner's word; a running reading stops at its next page."""

from governance.documents import Stage
from governance.errors import ProvisoError
from operations.end_document import end_document
from operations.facts import Actor
from operations.services import Services


def cancel_document(services: Services, actor: Actor, document: str) -> bool:
    """End a live document of the actor's as cancelled and delete it; False when it had ended already.

    Raises ProvisoError not-found for a document that is not the actor's.
    """
    with services.store.read() as unit:
        row = unit.documents.get(document)
    if row is None or row.person != actor.person:
        raise ProvisoError("not-found")
    return end_document(services, document, Stage.CANCELLED, code="document-cancelled")
