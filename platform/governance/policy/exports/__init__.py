"""A policy in the words of other systems, for those who read these; each says what is lost in it.

Pure functions of a compiled policy that give the same bytes every time. Nothing is fetched: contexts and schemas
stand in the files themselves.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from governance.policy.cedar import LOST as CEDAR_LOST
from governance.policy.cedar import cedar
from governance.policy.core import Policy
from governance.policy.exports.cedar_schema import cedar_schema
from governance.policy.exports.dpv import LOST as DPV_LOST
from governance.policy.exports.dpv import dpv
from governance.policy.exports.fides import LOST as FIDES_LOST
from governance.policy.exports.fides import fides_text
from governance.policy.exports.odrl import LOST as ODRL_LOST
from governance.policy.exports.odrl import odrl
from governance.policy.exports.rego import LOST as REGO_LOST
from governance.policy.exports.rego import rego


@dataclass(frozen=True, slots=True)
class Export:
    """One file; `lost` are the things that the policy says and the file cannot."""

    format: str
    file: str
    text: str
    lost: tuple[str, ...]


_MADE: Final[dict[str, tuple[str, Callable[[Policy], str], tuple[str, ...]]]] = {
    "dpv": ("dpv.jsonld", lambda policy: _json(dpv(policy)), DPV_LOST),
    "odrl": ("odrl.jsonld", lambda policy: _json(odrl(policy)), ODRL_LOST),
    "cedar": ("cedar", cedar, CEDAR_LOST),
    "cedar-schema": (
        "cedarschema.json",
        lambda policy: _json(cedar_schema(policy)),
        ("whatever the Cedar policies lose; it only declares their words",),
    ),
    "rego": ("rego", rego, REGO_LOST),
    "fides": ("fides.yml", fides_text, FIDES_LOST),
}
FORMATS: Final = tuple(_MADE)


def exports(policy: Policy) -> tuple[Export, ...]:
    """Write a policy in every format."""
    return tuple(
        Export(name, f"{policy.id}.{ending}", make(policy), lost) for name, (ending, make, lost) in _MADE.items()
    )


def _json(content: object) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"
