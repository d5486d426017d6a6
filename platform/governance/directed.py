"""To whom people send data themselves: that is neither sold nor shared (CCPA 1798.140(ad)(2)(A) and (ah)(2)(A))."""

from typing import Final

from governance.policy import Policy
from governance.policy.guards import Atom, implies

NAMED: Final = Atom("recipient.named", frozenset({"true"}))


def directed(policy: Policy) -> frozenset[str]:
    """Name the recipients that get nothing but what a person has sent to them by name, and that may get it."""
    free: set[str] = set()
    named: set[str] = set()
    for one in policy.activities.values():
        if one.enabled:
            (named if implies(one.guard, NAMED) else free).update(one.recipients)
    return frozenset(named - free)


def outsiders(policy: Policy) -> frozenset[str]:
    """Name the third parties to whom passing something on would be a sale or sharing."""
    third = {name for name, one in policy.recipients.items() if one.role == "third_party"}
    return frozenset(third - directed(policy))
