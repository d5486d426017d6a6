"""Texts that a breach calls for: to the authority (GDPR Art. 33(3)) and to the people concerned (Art. 34(2))."""

from governance.policy import Policy
from governance.registers.breaches import BREACHES, HOURS, deadline, is_open, was_late
from governance.registers.field import Values

_MISSING = "[not known yet; will follow in a further phase, Article 33(4)]"


def to_authority(policy: Policy, serial: str, values: Values) -> str:
    """Write the notification in the order of Art. 33(3); what is not known yet is said to follow."""
    phase = "first" if not values.get("phases") else "further"
    lines = [
        f"Notification of a personal data breach under Article 33 of the GDPR ({serial}, {phase} phase)",
        "",
        f"To: {_said(values, 'authority')}",
        f"Controller: {policy.controller.name}",
        "",
        f"It was noticed on {_said(values, 'detected')} UTC and known for certain on {_said(values, 'aware')} UTC.",
    ]
    last = deadline(values)
    if last is not None:
        lines.append(f"The {HOURS} hours of Article 33(1) end on {last:%Y-%m-%d %H:%M} UTC.")
    if was_late(values) or values.get("delay"):
        lines.append(f"Reasons for the delay: {_said(values, 'delay')}")
    lines += [
        "",
        "(a) Nature of the breach",
        f"    {_said(values, 'what')}",
        f"    Hurt: {_words(values, 'kind')}",
        f"    People concerned: {_said(values, 'people')}",
        f"    Records concerned: {_said(values, 'records')}",
        f"    Special categories among them: {_said(values, 'special')}",
        "(b) Contact for more",
        f"    {_contact(policy)}",
        "(c) Likely consequences",
        f"    {_said(values, 'consequences')}",
        "(d) Measures taken and proposed",
        f"    {_said(values, 'measures')}",
    ]
    if values.get("phases"):
        lines += ["", "Told in phases", f"    {values['phases']}"]
    return "\n".join([*lines, ""])


def to_people(policy: Policy, values: Values) -> str:
    """Write what people are told, in plain words: what, whom to ask, what may follow, what is done."""
    return "\n".join([
        f"What happened to your data at {policy.controller.name}",
        "",
        f"{_said(values, 'what')}",
        "",
        "What it may mean for you",
        f"{_said(values, 'consequences')}",
        "",
        "What we have done and are doing",
        f"{_said(values, 'measures')}",
        "",
        "Whom you can ask",
        f"{_contact(policy)}",
        "",
    ])  # fmt: skip


def clock(values: Values) -> str:
    """Say in one line how the notification stands."""
    last = deadline(values)
    if last is None:
        return "The authority need not be told."
    if is_open(values):
        return f"The authority is to be told by {last:%Y-%m-%d %H:%M} UTC."
    return f"The authority was told {'late' if was_late(values) else 'in time'}."


def _said(values: Values, key: str) -> str:
    value = values.get(key) or _MISSING
    return value.replace("T", " ") if key in ("detected", "aware") else value


def _words(values: Values, key: str) -> str:
    field = next(one for one in BREACHES.fields if one.key == key)
    named = dict(field.choices)
    found = [named[code] for code in values.get(key, "").split(",") if code in named]
    return ", ".join(found) or _MISSING


def _contact(policy: Policy) -> str:
    return policy.controller.email or _MISSING
