"""Fifty people with something in every table, each thing marked with whose it is."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Boolean, Date, DateTime, Integer, LargeBinary, Table, insert
from sqlalchemy.types import TypeDecorator

from governance.findings import Finding, PageText, Reading
from operations.process_document import pack
from store.holdings import _HARMLESS
from store.persons_rows import PEOPLE, tables_about_people
from store.tables import METADATA
from store.tables.columns import NAMES, NONE

MARK = re.compile(r"K(\d{2})x(\d{4})")
AT = datetime(2026, 10, 1, 12, tzinfo=UTC)
FIRM = "f" * 32
FIRMS = {
    "receiver": {"recipient": "cloud_hosting", "contract": "", "zone": "local", "safeguard": True},
    "agent": {"key": b"k" * 32, "token": ""},
}
"""Rows of people name firms, which are no people."""
SAID = {"request_details": "wish", "support_message": "text"}
LATER = AT + timedelta(days=700)

FIXED: dict[str, object] = {
    "app_user.age_band": "of_age", "app_user.account_state": "active", "app_user.active": True,
    "app_user.restricted": False, "app_user.language": "",
    "document.stage": "completed", "text.state": "kept", "copy.state": "refused", "copy.kind": "searchable",
    "message.state": "sent", "message.purpose": "communication", "message.address": "", "message.language": "en",
    "request.kind": "objection", "request.channel": "account", "request.state": "answered", "request.repeat": "new",
    "support_case.kind": "question", "support_case.state": "open",
    "request.regimes": ["gdpr"], "request.proofs": [], "request.before_refusal": "",
    "decision.allow": True, "decision.action": "read",
    "copy.painted": {}, "copy.left": {}, "text.counts": {"DATE_TIME": 1},
}  # fmt: skip
"""Columns whose values the house itself reads: they have to be words it knows."""


class Planter:
    """Writes rows, and remembers which mark stands where."""

    def __init__(self, house: Any) -> None:
        self.house = house
        self.count = 0
        self.shown: dict[int, set[str]] = {}
        self.kept_back: dict[int, set[str]] = {}
        self.where: dict[str, str] = {}
        self.here = ""
        with house.database.begin() as unit:
            for table, more in FIRMS.items():
                firm = {"id": FIRM, "name": "A firm", "address": "", "added_at": AT, **more}
                unit.connection.execute(insert(METADATA.tables[table]).values(firm))

    def mark(self, who: int, *, shown: bool = True) -> str:
        """Make a mark of somebody's; `shown` is whether an answer has to hold it."""
        self.count += 1
        made = f"K{who:02d}x{self.count:04d}"
        self.where[made] = self.here
        (self.shown if shown else self.kept_back).setdefault(who, set()).add(made)
        return made

    def plant(self, who: int) -> int:
        """Write one row into every table about people; returns the account's number."""
        about = {table.name for table in tables_about_people()}
        keys: dict[str, Any] = {}
        with self.house.database.begin() as unit:
            for table in METADATA.sorted_tables:
                if table.name in about:
                    row = self._row(table, who, keys)
                    made = unit.connection.execute(insert(table).values(row))
                    keys[table.name] = made.inserted_primary_key[0]
        return int(keys[PEOPLE])

    def _row(self, table: Table, who: int, keys: dict[str, Any]) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for column in table.columns:
            named = self.here = f"{table.name}.{column.name}"
            target = next((key.column for key in column.foreign_keys), None)
            other = str(column.info.get(NAMES, "")).partition(".")[0]
            if target is not None or other in keys:
                name = target.table.name if target is not None else other
                row[column.name] = FIRM if name in FIRMS else keys.get(name, 1)
            elif named in FIXED:
                row[column.name] = FIXED[named]
            elif column.primary_key and isinstance(column.type, Integer) and column.autoincrement is not False:
                continue
            else:
                row[column.name] = self._value(column, who)
        if table.name == "text":
            reading = Reading((PageText(1, 9, 9, f"seen on a page {self.mark(who)}", ()),), ())
            row |= self._sealed(row["id"], pack(reading))
        if table.name in {"message", "request_details", "support_message"}:
            item = row["request"] if table.name == "request_details" else row["id"]
            text = f"written {self.mark(who)}"
            said = text if table.name == "message" else f'{{"{SAID[table.name]}": "{text}"}}'
            row["sealed"] = self.house.services.envelope.close(item, said)
        return row

    def _sealed(self, item: str, content: bytes) -> dict[str, bytes]:
        enclosed = self.house.services.vault.enclose(item, content)
        return {"sealed": enclosed.sealed, "wrapped_key": enclosed.wrapped_key}

    def _value(self, column: Any, who: int) -> Any:
        kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
        secret = column.info["category"] == "account.credentials"
        harmless = column.name in _HARMLESS
        if isinstance(kind, Boolean):
            return False
        if isinstance(kind, Integer):
            return 3
        if isinstance(kind, DateTime):
            return LATER if column.name in {"due_at", "expires_at"} else AT
        if isinstance(kind, Date):
            return date(2026, 11, 1)
        if isinstance(kind, LargeBinary):
            return self.mark(who, shown=False).encode()
        if isinstance(kind, JSON):
            return [self.mark(who, shown=not secret or harmless)] if column.info["category"] != NONE else []
        ruled_out = column.info["category"].startswith("report.")
        text = self.mark(who, shown=not ruled_out and (not secret or harmless))
        if "list" in str(column.type.__class__).lower() or column.name in {"transports", "mf_recovery_codes", "scopes"}:
            return [text]
        return text


__all__ = ["MARK", "Finding", "Planter"]
