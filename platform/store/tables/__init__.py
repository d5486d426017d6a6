"""The tables, a file a noun; every column says which data category it holds about a person."""

from sqlalchemy import Table
from sqlmodel import SQLModel

from store.tables.accounts import Role, RolesUsers, User, WebAuthn
from store.tables.agents import AgentMarkRow, AgentRequestRow, AgentRow
from store.tables.clock import ClockRow, LetGoRow
from store.tables.consents import ConsentRow
from store.tables.copies import CopyRow
from store.tables.decisions import DecisionEntry
from store.tables.documents import DocumentRow
from store.tables.erasures import (
    CertificateRow,
    ErasureNoticeRow,
    ErasureRow,
    ErasureStepRow,
    SuppressionRow,
)
from store.tables.holds import HoldRow
from store.tables.lateness import LatenessRow
from store.tables.ledger import LedgerCheckpoint, LedgerEntry
from store.tables.messages import MessageRow
from store.tables.notices import RecipientNoticeRow
from store.tables.policies import PolicyDraftRow, PolicyRow, PolicyTermRow
from store.tables.records import RecordPartRow, RecordRow
from store.tables.register import CookieSeenRow, StatementRow
from store.tables.registers import RegisterRow
from store.tables.requests import (
    RequestCodeRow,
    RequestDetailsRow,
    RequestEventRow,
    RequestPaperRow,
    RequestRow,
    RequestStepRow,
)
from store.tables.sessions import SessionRow
from store.tables.sharing import DisclosureRow, ReceiverRow
from store.tables.support import SupportCaseRow, SupportMessageRow
from store.tables.tally import DecisionTallyRow
from store.tables.texts import TextRow
from store.tables.tokens import AnswerRow, TokenRow

METADATA = SQLModel.metadata


def table_of(model: type[SQLModel]) -> Table:
    """Give the table behind a row class, for statements that name what they change."""
    return METADATA.tables[str(model.__tablename__)]


__all__ = [
    "METADATA",
    "AgentMarkRow",
    "AgentRequestRow",
    "AgentRow",
    "AnswerRow",
    "CertificateRow",
    "ClockRow",
    "ConsentRow",
    "CookieSeenRow",
    "CopyRow",
    "DecisionEntry",
    "DecisionTallyRow",
    "DisclosureRow",
    "DocumentRow",
    "ErasureNoticeRow",
    "ErasureRow",
    "ErasureStepRow",
    "HoldRow",
    "LatenessRow",
    "LedgerCheckpoint",
    "LedgerEntry",
    "LetGoRow",
    "MessageRow",
    "PolicyDraftRow",
    "PolicyRow",
    "PolicyTermRow",
    "ReceiverRow",
    "RecipientNoticeRow",
    "RecordPartRow",
    "RecordRow",
    "RegisterRow",
    "RequestCodeRow",
    "RequestDetailsRow",
    "RequestEventRow",
    "RequestPaperRow",
    "RequestRow",
    "RequestStepRow",
    "Role",
    "RolesUsers",
    "SessionRow",
    "StatementRow",
    "SupportCaseRow",
    "SupportMessageRow",
    "SuppressionRow",
    "TextRow",
    "TokenRow",
    "User",
    "WebAuthn",
    "table_of",
]
