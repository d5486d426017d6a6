"""Policies that were in force before, compiled again from the sources kept with them, to explain old decisions."""

from functools import lru_cache

from governance.policy import Policy, PolicyRefused, compile_policy
from operations.ports import Unit
from operations.services import Services


def policy_of(services: Services, unit: Unit, digest: str) -> Policy | None:
    """Give the policy of a digest: the one in force or an earlier one; None when its sources tell nothing any more."""
    if digest == services.policy.digest:
        return services.policy
    sources = unit.policies.sources(digest)
    return None if sources is None else _compiled(digest, tuple(sorted(sources.items())))


@lru_cache(maxsize=8)
def _compiled(digest: str, sources: tuple[tuple[str, str], ...]) -> Policy | None:
    try:
        policy = compile_policy(dict(sources))
    except PolicyRefused:
        return None
    # Sources that do not give their digest any more would explain a decision by rules it was not made with.
    return policy if policy.digest == digest else None
