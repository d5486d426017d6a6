"""Checking a draft in a program of its own, with limits, so that no uploaded policy can hold a worker up."""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from operations.policy_drafts import Checked, Outcome
from store.settings import PolicyPlace

_PLAIN: Final = ("problems", "lint", "promises", "laws", "changes", "reasons", "stale")


class ProvingProgram:
    """Runs `store.proving_program` once a draft; one instance serves any number of threads."""

    def __init__(self, limits: PolicyPlace) -> None:
        self._limits = limits

    def check(self, draft: Mapping[str, str], before: Mapping[str, str], day: date) -> tuple[Checked, Outcome]:
        """Check, prove and compare; a program that broke down or took too much is the fault `proof-too-slow`."""
        limits = self._limits
        asked = json.dumps({"draft": dict(draft), "before": dict(before), "day": day.isoformat()}).encode()
        try:
            run = subprocess.run(  # noqa: S603 - our own interpreter, our own module, numbers
                [sys.executable, "-I", "-m", "store.proving_program",
                 str(limits.proof_memory), str(limits.proof_seconds)],
                input=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                timeout=2 * limits.proof_seconds, cwd="/", env={"LANG": "C.UTF-8"}, check=True,
            )  # fmt: skip
            told = json.loads(run.stdout)
        except (subprocess.SubprocessError, OSError, ValueError):
            return Checked(fault="proof-too-slow"), Outcome(proved=False)
        return _checked(told), Outcome(
            bool(told["proved"]), told.get("digest", ""), told.get("version", ""), told.get("certificate", "")
        )


def _checked(told: Mapping[str, Any]) -> Checked:
    return Checked(
        fault=told.get("fault", ""),
        counts=told.get("counts", {}),
        material=told.get("material", False),
        notice_days=told.get("notice_days", 0),
        effective=told.get("effective", ""),
        **{name: tuple(told.get(name, ())) for name in _PLAIN},
    )
