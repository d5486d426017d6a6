"""What GDPR and ePrivacy want done as it is told: rules G20 to G33."""

from typing import Final
from urllib.parse import urlsplit

from governance.policy.articles import INTERESTS
from governance.policy.law import CONSENT_AGES, LEAST_NOTICE_DAYS
from governance.policy.lint_reader import INSIDE, Finding, Reader, Rule
from governance.terms import duration_in_words, listed


def _going_on(reader: Reader) -> Finding:
    rules = reader.policy.change_notification
    if rules is not None and rules.continued_use.is_consent:
        return "fail", "going on is taken for consent", rules.clauses
    said = reader.saying(r"(go(es|ing)? on|continu\w+) (to )?us(e|ing)")
    if said:
        return "partial", "going on is taken for acceptance of the text, and for no consent", said
    return "pass", "nothing follows from going on"


def _pushed(reader: Reader) -> Finding:
    rules = reader.policy.change_notification
    if rules is None:
        return "fail", "nothing is said of changes"
    if rules.then.email and rules.then.notice_days >= LEAST_NOTICE_DAYS:
        return "pass", f"material changes by e-mail, {rules.then.notice_days} days before", rules.clauses
    return "partial", f"material changes {rules.then.notice_days} days before, not sent to people", rules.clauses


def _indefinite(reader: Reader) -> Finding:
    said = reader.saying(r"\b(may|might|some|often|possible|possibly|certain)\b")
    return ("warn", f"{len(said)} sentences use may, some, certain or the like", said) if said else ("pass", "none")


def _control(reader: Reader) -> Finding:
    controls = reader.policy.cookie_controls
    if not reader.policy.cookies:
        return "n/a", "no cookies"
    if controls is None:
        return "fail", "no way to choose is told"
    said = reader.saying(r"consent (banner|manager|tool)|cookie settings|preference cent|we ask you .* cookie")
    if said:
        return "pass", "told", said
    return "partial", "the rules ask for a consent manager, the text speaks of the browser's settings", controls.clauses


def _prior(reader: Reader) -> Finding:
    cookies = reader.policy.cookies
    loose = [name for name, entry in cookies.items() if entry.class_ != "essential" and entry.consent is None]
    clauses = tuple(c for entry in cookies.values() if entry.consent for c in entry.clauses)
    if not cookies:
        return "n/a", "no cookies"
    return ("fail", f"without consent: {listed(loose, 'and')}") if loose else ("pass", "consent for each", clauses)


def _lifetimes(reader: Reader) -> Finding:
    cookies = reader.policy.cookies
    if not cookies:
        return "n/a", "no cookies"
    placed = [reader.policy.activities[name] for name in cookies]
    held = {category for rule in placed for category in rule.categories}
    kept = [rule for rule in reader.policy.retention.values() if held & set(rule.of)]
    recipients = reader.policy.recipients
    third = sorted({n for rule in placed for n in rule.recipients if recipients[n].role not in INSIDE})
    unnamed = [name for name in third if not recipients[name].clauses]
    longest = duration_in_words(max(entry.lifetime for entry in cookies.values()))
    clauses = tuple(dict.fromkeys(c for rule in kept for c in rule.clauses))
    if clauses and not unnamed:
        return "pass", f"{longest} at most; third parties: {listed(third, 'and') or 'none'}", clauses
    return "partial", f"not told: {listed(unnamed, 'and') or 'how long they live'}", clauses


def _ages(reader: Reader) -> Finding:
    children = reader.policy.children
    if children is None:
        return "fail", "nothing is said of children"
    low = [c for c, age in CONSENT_AGES.items() if children.consent_age(c) < age]
    guardian = reader.saying(r"guardian|parent")
    if low:
        return "fail", f"too young in {listed(low, 'and')}", children.clauses
    if guardian:
        return "pass", "a threshold for each country and what a guardian does", (*children.clauses, *guardian)
    return "partial", "a threshold for each country; what a guardian does is not told", children.clauses


def _exercise(reader: Reader) -> Finding:
    told = {
        "a channel": reader.saying(r"\S+@\S+"),
        "a time": reader.saying(r"within (a|one|\d+) (month|days?)"),
        "that it costs nothing": reader.saying(r"free of charge|without charge|costs? (you )?nothing"),
        "how identity is checked": reader.saying(r"identity|make sure\b.* you"),
    }
    missing = [name for name, clauses in told.items() if not clauses]
    clauses = tuple(dict.fromkeys(c for found in told.values() for c in found))
    return (
        ("partial", f"not told: {listed(missing, 'and')}", clauses) if missing else ("pass", "all four told", clauses)
    )


def _everywhere(reader: Reader) -> Finding:
    if reader.policy.rights_scope == "everyone":
        return "pass", "rights are granted to everyone"
    return "warn", "rights depend on where somebody lives", reader.saying(r"depend\w* on")


def _security(reader: Reader) -> Finding:
    old, moving = reader.saying(r"\bSSL\b"), reader.saying(r"\bTLS\b|encrypted")
    resting = reader.saying(r"at rest|sealed|locked|under lock")
    if old:
        return "warn", "SSL is out of date", old
    if moving and resting:
        return "pass", "on the way and where it lies", (*moving, *resting)
    return "warn", "only one of on the way and where it lies is told", (*moving, *resting)


def _authorities(reader: Reader) -> Finding:
    passing = [
        rule for rule in reader.activities if any(key[3] in rule.recipients for key in reader.to_role("authority"))
    ]
    if not passing:
        return "n/a", "authorities get nothing"
    interests = [rule for rule in passing if reader.policy.bases[rule.basis].gdpr == INTERESTS]
    clauses = tuple(c for rule in passing for c in rule.clauses)
    said = f"each of {len(passing)} activities has a basis"
    return "pass", f"{said}; {len(interests)} of them a weighed interest" if interests else said, clauses


def _identifiers(reader: Reader) -> Finding:
    controller = reader.policy.controller
    mail = controller.email.rpartition("@")[2]
    address = controller.website if "//" in controller.website else f"//{controller.website}"
    site = (urlsplit(address).hostname or "").removeprefix("www.")
    if mail == site or site.endswith(f".{mail}") or mail.endswith(f".{site}"):
        return "pass", f"{mail} and {site} belong together", controller.clauses
    return "fail", f"e-mail goes to {mail}, the website is {site}", controller.clauses


def _versioned(reader: Reader) -> Finding:
    policy = reader.policy
    said = reader.saying(rf"version {policy.version}")
    exact = reader.saying(rf"\b{policy.effective.day} {policy.effective:%B %Y}|{policy.effective.isoformat()}")
    if said and exact:
        return "pass", f"version {policy.version} of {policy.effective}", (*said, *exact)
    return (
        "partial",
        f"version {policy.version} and its digest are kept with each consent; the text names no version",
        exact,
    )


def _bound(reader: Reader) -> Finding:
    firms = {key[3] for key in reader.to_role("processor")}
    if not firms:
        return "n/a", "no firm works for the controller"
    unstated = [name for name in firms if reader.policy.recipients[name].contract is None]
    said = reader.saying(r"\bcontracts?\b.*\b(bind|bound|oblig)|under a contract|contractually")
    if not said:
        return "fail", "no sentence says that firms are bound by contract"
    return (
        "pass",
        f"told; {len(unstated)} of {len(firms)} contracts are not in the register" if unstated else "told",
        said,
    )


CONDUCT: Final[tuple[Rule, ...]] = (
    ("G20", "GDPR 4(11), 7", "no consent from going on", "critical", _going_on),
    ("G21", "GDPR 12(1), 13(3)", "changes sent to people before they apply", "medium", _pushed),
    ("G22", "GDPR 12(1)", "no indefinite words", "low", _indefinite),
    ("G23", "ePrivacy 5(3); GDPR 7(3)", "a way to choose cookies in the service", "critical", _control),
    ("G24", "ePrivacy 5(3)", "consent before every cookie that is not essential", "critical", _prior),
    ("G25", "ePrivacy 5(3); C-673/17", "how long cookies live and who reads them", "high", _lifetimes),
    ("G26", "GDPR 8", "the age of consent by country, and what parents do", "medium", _ages),
    ("G27", "GDPR 12(2) to (6)", "how to use a right: channel, time, cost, identity", "medium", _exercise),
    ("G28", "GDPR 12(1)", "rights not made doubtful by the place", "low", _everywhere),
    ("G29", "GDPR 32", "security on the way and at rest, up to date", "low", _security),
    ("G30", "GDPR 6(1)(c), (f), 48", "a basis for what authorities get", "low", _authorities),
    ("G31", "GDPR 5(1)(a), 12(1)", "e-mail and website that belong together", "high", _identifiers),
    ("G32", "GDPR 5(2), 7(1)", "a version and an exact date", "medium", _versioned),
    ("G33", "GDPR 28(3)", "that firms are bound by contract", "low", _bound),
)  # fmt: skip
