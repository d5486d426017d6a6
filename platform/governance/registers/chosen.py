"""The choices of a register that come from the policy: its firms, and its tests of legitimate interests."""

from dataclasses import replace

from governance.policy import Policy
from governance.registers.field import Register


def for_policy(register: Register, policy: Policy) -> Register:
    """Give a register with the choices that a policy leaves."""
    firms = tuple((name, one.label) for name, one in policy.recipients.items() if one.role == "processor")
    tests = tuple(
        (one.balancing_test, f"{one.label} ({one.balancing_test})")
        for one in policy.activities.values()
        if one.balancing_test
    )
    from_policy = {"recipient": firms, "test": tests}
    fields = tuple(
        replace(one, choices=from_policy[one.key]) if one.key in from_policy else one for one in register.fields
    )
    return replace(register, fields=fields)
