"""Transactions: where an act, its effect and its ledger entry are committed together, or not at all.

Writing transactions follow each other on both databases: SQLite has one write lock, on PostgreSQL every one of
ours takes the same advisory lock first. So what the gate read when it decided is still true when the effect is
committed, ledger numbers have no gaps, and no two transactions can wait for each other.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from sqlalchemy.orm import scoped_session
from sqlmodel import Session

from governance.errors import ProvisoError
from operations import holdings as whole
from operations import ports
from operations import requests as asked
from operations.copying import Copies
from operations.erasing import Certificates, Erasures, PersonsRows, Suppressions
from operations.messages import Messages
from operations.notice_ports import RecipientNotices
from operations.session_rows import Sessions
from store.account_sessions import account_sessions
from store.accounts import AccountRepository
from store.agents import AgentRepository
from store.certificates import CertificateRepository
from store.clockwork import ClockworkRepository
from store.consents import ConsentRepository
from store.copies import CopyRepository
from store.corrections import CorrectionRepository
from store.decisions import DecisionRepository
from store.documents import DocumentRepository
from store.dues import DueRepository
from store.engine import MODE, READ, WRITE, empty_journal, make_engine
from store.erased_rows import PersonsRowsRepository
from store.erasures import ErasureRepository
from store.holdings import HoldingsRepository
from store.holds import HoldRepository
from store.ledger import LedgerRepository
from store.messages import MessageRepository
from store.notices import RecipientNoticeRepository
from store.papers import PaperRepository
from store.people import PeopleRepository
from store.policy_drafts import DraftRepository
from store.policy_rows import PolicyRepository
from store.records import RecordRepository
from store.register import RegisterRepository
from store.registers import RegistersRepository
from store.requests import RequestRepository
from store.seals import Seals
from store.sessions import SessionRepository
from store.sharing import SharingRepository
from store.support import SupportRepository
from store.suppressions import SuppressionRepository
from store.texts import TextRepository
from store.tokens import AnswerRepository, TokenRepository

IN_CLEAR = ("app_user", "app_webauthn", "api_token", "message", "session", "text", "consent")
"""Tables that hold account data in clear, or keys; small beside those of decisions and the ledger."""
_WRITERS = 0x50525657
"""The advisory lock of writing transactions on PostgreSQL."""
_TURN = f"select pg_advisory_xact_lock({_WRITERS}); select coalesce(max(number), 0) from ledger_entry"  # noqa: S608


@dataclass(slots=True)
class UnitOfWork:
    """One transaction; the parts below `ledger` are the storeroom's own."""

    documents: ports.Documents
    texts: ports.Texts
    copies: Copies
    people: ports.People
    decisions: ports.Decisions
    consents: ports.Consents
    records: ports.Records
    messages: Messages
    sessions: Sessions
    register: ports.Register
    registers: ports.Registers
    policies: ports.Policies
    drafts: ports.Drafts
    erasures: Erasures
    rows: PersonsRows
    suppressions: Suppressions
    certificates: Certificates
    requests: asked.Requests
    papers: asked.Papers
    holdings: whole.Holdings
    corrections: whole.Corrections
    tokens: ports.Tokens
    answers: ports.Answers
    sharing: ports.Sharing
    notices: RecipientNotices
    agents: ports.Agents
    accounts: ports.Accounts
    dues: ports.Dues
    holds: ports.Holds
    clockwork: ports.Clockwork
    support: ports.Support
    ledger: ports.Ledger
    entries: LedgerRepository
    seals: Seals
    connection: Connection

    @classmethod
    def over(cls, connection: Connection, last_entry: int | None = None) -> "UnitOfWork":
        """Put the repositories on a connection whose transaction has begun; `last_entry` if it is known."""
        return cls(
            DocumentRepository(connection),
            TextRepository(connection),
            CopyRepository(connection),
            PeopleRepository(connection),
            DecisionRepository(connection),
            ConsentRepository(connection),
            RecordRepository(connection),
            MessageRepository(connection),
            SessionRepository(connection),
            RegisterRepository(connection),
            RegistersRepository(connection),
            PolicyRepository(connection),
            DraftRepository(connection),
            ErasureRepository(connection),
            PersonsRowsRepository(connection),
            SuppressionRepository(connection),
            CertificateRepository(connection),
            RequestRepository(connection),
            PaperRepository(connection),
            HoldingsRepository(connection),
            CorrectionRepository(connection),
            TokenRepository(connection),
            AnswerRepository(connection),
            SharingRepository(connection),
            RecipientNoticeRepository(connection),
            AgentRepository(connection),
            AccountRepository(connection),
            DueRepository(connection),
            HoldRepository(connection),
            ClockworkRepository(connection),
            SupportRepository(connection),
            ledger := LedgerRepository(connection, last_entry),
            ledger,
            Seals(connection),
            connection,
        )


class Database:
    """Implements `operations.ports.Store`; one a process, shared by its threads."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)

    @property
    def on_sqlite(self) -> bool:
        """Tell which of the two databases this is."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        """Open a transaction that may write; commits when left without an exception.

        Raises ProvisoError storage-unavailable when the database does not let us in, takes a row or the commit
        no more (a full disk), or goes away meanwhile; then nothing of the transaction was done.
        """
        with _answering(), self.engine.connect() as connection:
            if self.on_sqlite:
                connection.execution_options(**{MODE: WRITE})
            with connection.begin():
                yield UnitOfWork.over(connection, None if self.on_sqlite else _take_turn(connection))

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """Open a transaction that sees one moment and cannot write."""
        with _answering(reading=True), self.engine.connect() as connection:
            if self.on_sqlite:
                connection.execution_options(**{MODE: READ})
            else:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield UnitOfWork.over(connection)

    def sessions(self) -> scoped_session[Session]:
        """Make the sessions that Flask-Security works with; commit them before calling an operation."""
        return account_sessions(self.engine)

    def scrub(self) -> None:
        """Clear old versions of erased rows out of the database's own files, as far as nobody still reads them.

        SQLite zeroes freed pages by itself; what is left is its journal, which is emptied. PostgreSQL is told
        to vacuum the texts. May be repeated at any time.
        """
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if self.on_sqlite:
                empty_journal(connection)
            else:
                connection.exec_driver_sql("VACUUM (TRUNCATE FALSE) text, request_paper")

    def scrub_identities(self) -> None:
        """Clear the database's own files of who somebody was, after an erasure; raises ProvisoError deletion-delayed.

        SQLite: as in `scrub`, and nobody may be reading an old version meanwhile. PostgreSQL leaves erased bytes lying
        in its pages, so the tables that hold accounts' data in clear are written anew; what waits for them waits for
        seconds at most, and a table in use is tried again later. Its log (pg_wal) goes its own way: docs/erasure.md.
        """
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if self.on_sqlite:
                if not empty_journal(connection):
                    raise ProvisoError("deletion-delayed")
                return
            connection.exec_driver_sql("SET lock_timeout = '5s'")
            try:
                for table in IN_CLEAR:
                    connection.exec_driver_sql(f'VACUUM (FULL) "{table}"')
            except DatabaseError:
                raise ProvisoError("deletion-delayed") from None
            finally:
                connection.exec_driver_sql("RESET lock_timeout")

    def dispose_after_fork(self) -> None:
        """Forget the parent's connections in a forked child, without closing them under the parent."""
        self.engine.dispose(close=False)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _take_turn(connection: Connection) -> int:
    """Wait for the other writers on PostgreSQL and read the last entry's number, both in one message.

    The second statement looks when the first has its lock, so it sees what the writer before us committed.
    """
    found: Any = connection.exec_driver_sql(_TURN).cursor
    found.nextset()
    return int(found.fetchone()[0])


@contextmanager
def _answering(*, reading: bool = False) -> Iterator[None]:
    """Say of a database that is away, full or torn that it does not answer.

    A broken rule of its tables goes on up, and so does writing where only `reading` is allowed: that is our own fault.
    """
    try:
        yield
    except DatabaseError as fault:
        # The bare kind is SQLite's for a file that is none of its own any more; its other heirs are not about that.
        if type(fault) is not DatabaseError and not isinstance(fault, OperationalError):
            raise
        if reading and getattr(fault.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY:
            raise
        raise ProvisoError("storage-unavailable", part="database") from None
    except InterfaceError:
        raise ProvisoError("storage-unavailable", part="database") from None


if TYPE_CHECKING:

    def _fits(database: Database) -> ports.Store:
        return database
