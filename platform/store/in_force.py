"""The policy in force as the database says, compiled once a process and taken up by whoever comes first."""

import time
from collections.abc import Mapping
from datetime import datetime

from governance.errors import ProvisoError
from governance.policy import Policy, PolicyRefused, compile_policy
from governance.policy.bundle import admit
from governance.publishing import Term, coming, deciding
from operations.decision_ports import KeptPolicy
from operations.ports import Unit
from store.unit_of_work import Database

_LOOK_SECONDS = 1.0


class PolicyInForce:
    """Implements `operations.in_force.InForce`; one a process, shared by its threads and inherited by forked children.

    There is no lock: what is remembered is replaced as a whole, and two threads that compile the same policy at once
    waste a little time.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._compiled: dict[str, Policy] = {}
        self._seen: tuple[float, tuple[Term, ...]] = (float("-inf"), ())

    def at(self, now: datetime) -> Policy:
        """Give the policy in force; what is known of the terms is at most a second old.

        While the database does not answer, what was known last is given: nothing can be decided meanwhile, since no
        decision can be written down.
        """
        looked, terms = self._seen
        if time.monotonic() - looked >= _LOOK_SECONDS:
            try:
                with self._database.read() as unit:
                    return self._policy(unit, self._term(unit, now))
            except ProvisoError as fault:
                if fault.code != "storage-unavailable" or not terms:
                    raise
        term = deciding(terms, now)
        if term is not None and term.digest in self._compiled:
            return self._compiled[term.digest]
        with self._database.read() as unit:
            return self._policy(unit, self._term(unit, now))

    def within(self, unit: Unit, now: datetime) -> Policy:
        """Give the policy that decides in a writing transaction, and take up the one whose time has come."""
        term = self._term(unit, now)
        policy = self._policy(unit, term)
        if term.taken_at is None and unit.policies.take(term.number, now):
            self._seen = (float("-inf"), ())
            take_up(unit, policy, term, now)
        return policy

    def coming(self, now: datetime) -> Term | None:
        """Give the change that waits for its day."""
        self.at(now)
        return coming(self._seen[1])

    def _term(self, unit: Unit, now: datetime) -> Term:
        terms = tuple(unit.policies.terms())
        self._seen = (time.monotonic(), terms)
        term = deciding(terms, now)
        if term is None:
            raise ProvisoError("policy-unknown")
        return term

    def _policy(self, unit: Unit, term: Term) -> Policy:
        found = self._compiled.get(term.digest)
        if found is None:
            found = read_policy(unit, term)
            if found is None:
                raise ProvisoError("policy-unknown")
            self._compiled = {**self._compiled, term.digest: found}
        return found


def read_policy(unit: Unit, term: Term) -> Policy | None:
    """Compile and admit the policy of a term; None when this software does not read it, or its proof is not there."""
    found = files_of(unit, term)
    if found is None:
        return None
    sources, certificate = found
    try:
        policy = admit(compile_policy(sources), certificate or None)
    except PolicyRefused:
        return None
    # Files that do not give their digest any more would decide otherwise than what was proved and approved.
    return policy if policy.digest == term.digest else None


def files_of(unit: Unit, term: Term) -> tuple[Mapping[str, str], str] | None:
    """Read files and proof of a term's policy, from its draft while it never was in force."""
    kept = unit.policies.kept(term.digest)
    if kept is not None and kept.certificate:
        return kept.sources, kept.certificate
    draft = unit.drafts.get(term.draft)
    return None if draft is None or draft.digest != term.digest else (draft.sources, draft.certificate)


def take_up(unit: Unit, policy: Policy, term: Term, now: datetime, *, reason: str = "") -> None:
    """Write down that a policy decides from now on: its files, its proof, and the entry of the ledger."""
    found = files_of(unit, term)
    if found is not None:
        unit.policies.keep(KeptPolicy(policy.digest, policy.id, policy.version, *found, now))
    fields: dict[str, object] = {"policy": policy.digest, "id": policy.id, "version": policy.version}
    fields |= {"term": term.number, "draft": term.draft, "effective": term.effective_at, "stale": list(term.stale)}
    unit.ledger.append("policy.in-force", now, fields | ({"reason": reason} if reason else {}))
