"""Sessions for Flask-Security: they read without holding anybody up and write without being thrown out."""

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import scoped_session, sessionmaker
from sqlmodel import Session

_WRITING = "proviso_writing"


class AccountSession(Session):
    """A session over accounts, roles and passkeys."""


def account_sessions(engine: Engine) -> scoped_session[Session]:
    """Make a session a thread; `remove()` it at the end of each request."""
    return scoped_session(sessionmaker(bind=engine, class_=AccountSession, expire_on_commit=False))


@event.listens_for(AccountSession, "after_begin")
def _note_beginning(session: OrmSession, _transaction: object, _connection: object) -> None:
    session.info[_WRITING] = False


@event.listens_for(AccountSession, "before_flush")
def _take_the_write_lock(session: OrmSession, _context: object, _instances: object) -> None:
    """On SQLite, end the reading and begin to write.

    A transaction that has read and then wants to write is refused at once when somebody else has written in
    between, however long it would wait; one that begins as a writer waits its turn.
    """
    connection = session.connection()
    if connection.dialect.name != "sqlite" or session.info.get(_WRITING):
        return
    connection.exec_driver_sql("COMMIT")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    session.info[_WRITING] = True
