"""Sessions for Flask-Security: they read without holding anybody up and write without being thrown out."""

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import scoped_session, sessionmaker
from sqlmodel import Session

from store.engine import MODE, SINGLE

_WRITING = "proviso_writing"


class AccountSession(Session):
    """A session over accounts, roles and passkeys."""


def account_sessions(engine: Engine) -> scoped_session[Session]:
    """Make a session a thread; `remove()` it at the end of each request.

    What it reads, it reads statement by statement: whoever is logged in is looked up before the page's own work,
    and an open transaction of that would be in the way of an erasure on the same thread, which clears the database's
    files of what others no longer read.
    """
    alone = {MODE: SINGLE} if engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
    return scoped_session(
        sessionmaker(bind=engine.execution_options(**alone), class_=AccountSession, expire_on_commit=False)
    )


@event.listens_for(AccountSession, "after_begin")
def _note_beginning(session: OrmSession, _transaction: object, _connection: object) -> None:
    session.info[_WRITING] = False


@event.listens_for(AccountSession, "before_flush")
def _take_the_write_lock(session: OrmSession, _context: object, _instances: object) -> None:
    """Begin a transaction with the first thing that is written; on SQLite as a writer, who waits for the others."""
    if session.info.get(_WRITING):
        return
    connection = session.connection()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.dialect.name == "sqlite" else "BEGIN")
    session.info[_WRITING] = True
