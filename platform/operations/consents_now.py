"""How a person's consents stand at this moment: a consent that was given may be too old, or a change overtook it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from governance.consent_records import expired
from governance.publishing import Term, outdated
from governance.terms import ConsentState
from operations.ports import Unit
from operations.services import Services


@dataclass(frozen=True, slots=True)
class Standing:
    """A consent's state, and where it is `stale` the change since which it counts no more.

    The policy it was given to is the `policy` of the consent's newest word, the text its `shown`; that of the change is
    `changed.digest`, and its difference in sentences `unit.drafts.get(changed.draft).checked.changes`.
    """

    state: ConsentState
    changed: Term | None = None


def consent_now(services: Services, unit: Unit, person: int, consent: str, document: str = "") -> Standing:
    """Tell how a consent stands, about one document or about everything.

    A consent is stale from the moment at which a policy took over that does more with it than the one before
    (`Term.stale`), until it is given anew: it was given to something else (GDPR Art. 4(11)).
    """
    return consents_now(services, unit, person, (consent,), document)[consent]


def consents_now(
    services: Services, unit: Unit, person: int, consents: Sequence[str], document: str = ""
) -> Mapping[str, Standing]:
    """Tell how several consents stand; what is said of them is read at once."""
    said = unit.consents.states(person, consents, document, now=services.now())
    return {
        name: _standing(services, unit, person, name, document, cast(ConsentState, said[name])) for name in consents
    }


def _standing(services: Services, unit: Unit, person: int, consent: str, document: str, said: ConsentState) -> Standing:
    if said != "given":
        return Standing(said)
    word = (unit.consents.newest(person, consent, document) if document else None) or unit.consents.newest(
        person, consent
    )
    if word is None:
        return Standing(said)
    known = services.policy.consents.get(consent)
    if known is not None and not document and expired(word, known.lifetime, services.now()):
        return Standing("expired")
    changed = outdated(unit.policies.terms(), consent, word.at)
    return Standing("given") if changed is None else Standing("stale", changed)
