"""The policy's rules as the privacy centre says them, in the language of the page."""

from babel.units import format_unit
from flask_babel import gettext as _

from governance.policy import Policy
from governance.retention import RetentionRule
from portal.languages import language

_UNITS = ((86400, "duration-day"), (3600, "duration-hour"), (60, "duration-minute"), (1, "duration-second"))


def span(seconds: int) -> str:
    """Say a number of seconds by the largest unit that divides it: `30 days`, `1 hour`."""
    size, unit = next((size, unit) for size, unit in _UNITS if seconds >= size and seconds % size == 0)
    return format_unit(seconds // size, unit, length="long", locale=language())


def lasting(policy: Policy, rule: RetentionRule | None) -> list[str]:
    """Say when something goes: first the latest moment, then what ends it sooner."""
    if rule is None:
        return []
    said = [_("at the latest %(span)s after %(event)s", **_at(policy, rule.ceiling_from, rule.ceiling_seconds))]
    for event, seconds in rule.triggers.items():
        if event == rule.ceiling_from:
            continue
        if seconds:
            said.append(_("%(span)s after %(event)s", **_at(policy, event, seconds)))
        else:
            said.append(_("at once when %(event)s", event=_(policy.events[event].label)))
    return said


def _at(policy: Policy, event: str, seconds: int) -> dict[str, str]:
    return {"span": span(seconds) if seconds else span(1), "event": _(policy.events[event].label)}
