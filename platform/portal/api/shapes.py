"""What the API answers: shapes of documents, texts, copies and errors. Moments are UTC in ISO 8601."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from governance.copies import CopyKind, CopyState
from governance.documents import Stage
from governance.texts import TextState

ID = r"^[0-9a-f]{32}$"


class FieldProblem(BaseModel):
    """One thing that does not fit the description."""

    pointer: str = Field(description="A JSON pointer (RFC 6901) into the body, or /name of a parameter.")
    detail: str = Field(description="Why it does not fit; what was sent is never repeated.")


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    # A refusal of the gate brings `decision` and `explanation`; a deleted document says when it was deleted.
    model_config = ConfigDict(extra="allow")

    type: str = Field(description="Address of a page about this kind of error.")
    title: str
    status: int
    detail: str
    instance: str = Field(description="Names this request in our log.")
    code: str = Field(description="Stable; programs decide by it.")
    next_step: str
    clauses: list[str] = Field(description="Clauses of the policy behind a refusal.")
    errors: list[FieldProblem]


class DocumentPath(BaseModel):
    """A document by its id."""

    document: str = Field(pattern=ID, description="The id of one of your documents.")


class CopyPath(DocumentPath):
    """A copy of a document by its kind."""

    kind: CopyKind


class TextShape(BaseModel):
    """What is known of a text without opening it."""

    state: TextState
    due_at: datetime = Field(description="When it is gone, unless it is deleted before.")
    rule: str
    counts: dict[str, int] = Field(description="Personal data found, by type.")
    special: bool = Field(description="Whether some of it hints at specially guarded data.")


class CopyShape(BaseModel):
    """A copy of the pages."""

    kind: CopyKind
    state: CopyState
    due_at: datetime | None
    code: str = Field(description="Why it could not be made; empty otherwise.")


class DocumentShape(BaseModel):
    """A document: where it is on its way, and when what is left of it will be gone."""

    id: str
    stage: Stage
    format: str
    pages: int
    pages_read: int
    received_at: datetime
    gone_by: datetime | None = Field(description="When the last thing that is left will be gone.")
    deleted_at: datetime | None = Field(description="When the upload itself was destroyed.")
    code: str = Field(description="Why it ended, if it did not end well; empty otherwise.")
    rule: str = Field(description="The retention rule that gave its date.")
    policy: str = Field(description="Digest of the policy it was taken in under.")
    languages: list[str] = Field(description="The languages it is read in, in Tesseract's names.")
    mode: str = Field(description="How much care is taken: fast, auto or accurate; empty for what is not recorded.")
    text: TextShape | None
    copies: list[CopyShape]


class DocumentList(BaseModel):
    """A page of documents, newest first."""

    items: list[DocumentShape]


class FindingShape(BaseModel):
    """Personal data found in a page's text: its type, place and how sure that is; the value stands in the text."""

    type: str
    page: int
    start: int
    end: int
    score: float
    boxes: list[tuple[int, int, int, int]]


class PageShape(BaseModel):
    """The text of one page."""

    page: int
    text: str


class ReadingShape(BaseModel):
    """A text, page by page."""

    document: str
    pages: list[PageShape]


class FindingList(BaseModel):
    """Everything found in a text; places count letters of the page's text."""

    document: str
    items: list[FindingShape]


class KeepBody(BaseModel):
    """How a text is to be kept."""

    model_config = ConfigDict(extra="forbid")

    sensitive: bool = Field(
        False, strict=True, description="Consent to keeping a text that hints at specially guarded data."
    )
