"""A small policy with parameters and promises, for tests of what its worlds come to."""

import json
from typing import Any

from small_policies import written

READ = {"id": "A-1", "label": "a", "source": "law", "do": "read", "on": "name", "for": "serve", "basis": "contract"}
SHARE = {**READ, "id": "A-2", "do": "share", "when": {"job.stage": "$stage"}}
PAGES = {**READ, "id": "A-3", "on": "page.*", "enabled_by": "$open"}
OWN = {"id": "F-1", "label": "own", "source": "law", "do": "share", "unless": {"tenant.match": True}}
OPEN = {"type": "bool", "value": False}
STAGE = {"type": "enum", "of": ["none", "received"], "value": "none"}
BOUND = {"type": "duration", "value": "90m", "range": ["1h", "2h"]}


def tuned_by(
    parameters: dict[str, dict[str, Any]],
    activities: list[dict[str, Any]],
    prohibitions: list[dict[str, Any]],
    *promises: dict[str, Any],
) -> dict[str, str]:
    sources = written(activities, prohibitions)
    policy = json.loads(sources["policy.yaml"])
    policy["parameters"] = {name: {"label": name, **entry} for name, entry in parameters.items()}
    stated = [{"id": f"P{n:02}", "say": f"say {n}", "quote_of": "c0.1", **one} for n, one in enumerate(promises, 1)]
    return {**sources, "policy.yaml": json.dumps(policy), "promises.yaml": json.dumps({"promises": stated})}
