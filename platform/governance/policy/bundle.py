"""What the gate loads: a compiled policy together with the proof of its promises, and nothing less."""

from collections.abc import Iterable

from governance.errors import ProvisoError
from governance.policy.certificate import verify
from governance.policy.core import Policy
from governance.policy.problems import PolicyRefused, Problem


class PolicyUnproved(PolicyRefused):
    """A policy that compiles and has no complete certificate; code policy-unproved."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__(problems)
        ProvisoError.__init__(self, "policy-unproved", first=str(self.problems[0]))


def admit(policy: Policy, certificate: str | None) -> Policy:
    """Give the policy back if its certificate is complete and its own.

    `certificate` is the text of certificate.json, None when there is none. Raises PolicyUnproved with what is
    wrong and the command that mends it.
    """
    problems = verify(policy, certificate)
    if problems:
        raise PolicyUnproved(problems)
    return policy
