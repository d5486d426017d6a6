"""How late deletions come, kept as counts in steps so that nothing of what was deleted has to stay."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping

from governance.processing.observed import Lateness

STEPS = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 21600.0, 86400.0, 604800.0)
"""Upper ends of the steps in seconds after the due date; the first holds what came in time, one more what is beyond."""


def step_of(seconds: float) -> int:
    """Find the step that so many seconds after the due date fall into."""
    return bisect_left(STEPS, max(seconds, 0.0))


def count_steps(seconds: Iterable[float]) -> dict[int, tuple[int, float]]:
    """Count single deletions by step: how many, and the longest of each in seconds."""
    counted: dict[int, tuple[int, float]] = {}
    for value in seconds:
        step = step_of(value)
        count, longest = counted.get(step, (0, 0.0))
        counted[step] = (count + 1, max(longest, value))
    return counted


def summary(steps: Mapping[int, tuple[int, float]]) -> Lateness | None:
    """Sum the steps up as a record shows them; a percentile is the longest of its step, never an invented value.

    None when nothing was deleted.
    """
    total = sum(count for count, _ in steps.values())
    if not total:
        return None
    longest = max(value for _, value in steps.values())
    late = sum(count for step, (count, _) in steps.items() if step > 0)
    return Lateness(total, rank(steps, 50), rank(steps, 95), longest, late, rank(steps, 99))


def rank(steps: Mapping[int, tuple[int, float]], percent: int) -> float:
    """Give the longest lateness of the step in which the nearest-rank percentile lies; zero when there is none."""
    total = sum(count for count, _ in steps.values())
    wanted, seen = -(-percent * total // 100), 0
    for step in sorted(steps):
        seen += steps[step][0]
        if seen >= wanted:
            return steps[step][1]
    return 0.0
