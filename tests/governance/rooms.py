"""The Reading Room in its states: each lacks or has something that the notice lint or Art. 13 and 14 ask about."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass, replace
from datetime import date
from typing import Any, Final

from reading_room import bare, room

from governance.policy import Policy
from governance.policy.articles import items
from governance.policy.lint import lint

TODAY: Final = date(2026, 11, 23)


def stated(**said: Any) -> Policy:
    return replace(room(), controller=room().controller.model_copy(update=said))


def entries(section: str, *names: str, policy: Policy | None = None, **said: Any) -> Policy:
    """The policy with these entries of a section changed (all of them, where none is named)."""
    whole = policy or room()
    changed = {
        name: replace(one, **said) if is_dataclass(one) else one.model_copy(update=said)
        for name, one in getattr(whole, section).items()
        if name in names or not names
    }
    return replace(whole, **{section: {**getattr(whole, section), **changed}})


def without(section: str, *names: str, policy: Policy | None = None) -> Policy:
    whole = policy or room()
    left = {name: one for name, one in getattr(whole, section).items() if names and name not in names}
    return replace(whole, **{section: left})


def beyond(*recipients: str, policy: Policy | None = None) -> Policy:
    """The policy in which nothing goes to these recipients."""
    whole = policy or room()
    return replace(whole, table={key: rules for key, rules in whole.table.items() if key[3] not in recipients})


def saying(*sentences: str, policy: Policy | None = None) -> Policy:
    """The policy whose sentences say nothing but this."""
    whole = policy or room()
    sample = whole.clauses["c1.1"]
    said = {name: one if one.heading else replace(one, text="…") for name, one in whole.clauses.items()}
    for number, text in enumerate(sentences):
        said[f"c9.{number}"] = replace(sample, id=f"c9.{number}", text=text)
    return replace(whole, clauses=said)


def ruled(**said: Any) -> Policy:
    """The policy with other steps after a change."""
    rules = room().change_notification
    assert rules is not None
    then = rules.then.model_copy(update=said)
    return replace(room(), change_notification=rules.model_copy(update={"then": then}))


def going_on() -> Policy:
    rules = room().change_notification
    assert rules is not None
    used = rules.continued_use.model_copy(update={"is_consent": True})
    return replace(room(), change_notification=rules.model_copy(update={"continued_use": used}))


def young(**said: Any) -> Policy:
    children = room().children
    assert children is not None
    return replace(room(), children=children.model_copy(update=said))


def heeding(*signals: str) -> Policy:
    controls = room().cookie_controls
    assert controls is not None
    return replace(room(), cookie_controls=controls.model_copy(update={"read_signals_as_refusal": signals}))


NAMES: Final = {"scan.page": "document.page", "scan.text": "text.scan", "person.name": "account.name"}
HEADINGS: Final = {
    "c1.0": "As you like", "c2.0": "What we use", "c2.1.0": "In this house", "c2.2.0": "Your name", "c3.0": "Using it",
}  # fmt: skip


def elsewhere() -> Policy:
    """The policy whose kinds of data are called as those of a service that reads documents."""
    renamed = {(do, NAMES.get(on, on), *rest): rules for (do, on, *rest), rules in room().table.items()}
    kept = {name: replace(rule, of=tuple(NAMES.get(one, one) for one in rule.of))
            for name, rule in room().retention.items()}  # fmt: skip
    return replace(room(), table=renamed, retention=kept)


def unheld(category: str, *actions: str) -> Policy:
    """The policy in which these things are not done with a kind of data."""
    left = {key: rules for key, rules in room().table.items() if key[1] != category or key[0] not in actions}
    return replace(room(), table=left)


def second_printer(**said: Any) -> Policy:
    """The policy in which the court is another firm that works for the room."""
    return entries("recipients", "court", **{"role": "processor", **said})


STATES: Final[dict[str, Callable[[], Policy]]] = {
    "the room": room,
    "nobody has stated anything": bare,
    "nothing is said": lambda: saying(),
    "the address is not stated": lambda: stated(address=None),
    "the e-mail is none": lambda: stated(email="at the desk"),
    "the e-mail is below the website": lambda: stated(email="a@post.room.example", website="https://room.example"),
    "the website is below the e-mail": lambda: stated(email="a@room.example", website="http://read.room.example/b/c"),
    "the e-mail and the website are the same": lambda: stated(email="a@room.example", website="https://room.example"),
    "the website ends like the e-mail": lambda: stated(email="a@room.example", website="https://bedroom.example"),
    "the e-mail ends like the website": lambda: stated(email="a@bedroom.example", website="https://room.example"),
    "the website is told without https": lambda: stated(email="a@room.example", website="room.example/read"),
    "the website has two slashes twice": lambda: stated(email="a@room.example", website="https://Room.example//a"),
    "the website is none": lambda: stated(website="https:///nowhere"),
    "the printer has no contract": lambda: entries("recipients", "printer", contract=None),
    "the printer has no country": lambda: entries("recipients", "printer", country=None),
    "one of two printers has no country and no contract": lambda: second_printer(clauses=("c2.2.3",)),
    "both printers have papers": lambda: second_printer(clauses=("c2.2.3",), contract="x", country="DE"),
    "neither printer has papers": lambda: entries("recipients", "printer", country=None, contract=None,
                                                  policy=second_printer(clauses=("c2.2.3",))),
    "the printer has no country and nothing is transferred": lambda: without(
        "transfers", policy=entries("recipients", "printer", country=None)),
    "nothing is transferred": lambda: without("transfers"),
    "one transfer goes far and one stays near": lambda: replace(room(), transfers={**room().transfers, "T-COURT":
        room().transfers["T-PRINT"].model_copy(update={"zones": ("local",), "mechanism": "adequacy",
                                                       "clauses": ("c2.2.3",)})}),
    "transfers stay near": lambda: entries("transfers", zones=("local",), mechanism="none_needed"),
    "nobody else is named": lambda: entries("recipients", clauses=()),
    "two third parties": lambda: entries("recipients", "court", role="third_party"),
    "two third parties that no sentence names": lambda: entries(
        "recipients", policy=entries("recipients", "court", role="third_party"), clauses=()),
    "no third party": lambda: beyond("sponsor"),
    "no firm": lambda: beyond("printer"),
    "nothing leaves": lambda: beyond("printer", "sponsor", "court"),
    "no basis": lambda: entries("activities", "A-LEND", bases={"gdpr": ""}),
    "a basis that is not declared": lambda: entries("activities", "A-LEND", bases={"gdpr": "custom"}),
    "the court rests on interests": lambda: entries("activities", "A-COURT", bases={"gdpr": "interests"},
                                                    balancing_test="court-2026"),
    "interests are not weighed": lambda: entries("activities", "A-DOOR", balancing_test=""),
    "interests are not told": lambda: entries("activities", "A-DOOR", clauses=()),
    "no interest": lambda: entries("activities", "A-DOOR", bases={"gdpr": "contract"}),
    "no time is told": lambda: entries("retention", clauses=()),
    "no time for what is not scanned": lambda: without("retention", "R-ELSE"),
    "kinds have names as elsewhere": elsewhere,
    "kinds have names as elsewhere, and no time is told": lambda: entries("retention", clauses=(), policy=elsewhere()),
    "kinds have names as elsewhere, and no time is there": lambda: without("retention", policy=elsewhere()),
    "names are taken down for two purposes": lambda: replace(room(), table={
        **room().table, ("collect", "person.name", "safety", "none"): next(iter(room().table.values()))}),
    "guests are passed on and not held": lambda: unheld("visit.log", "collect", "store"),
    "guests are not taken down": lambda: unheld("visit.log", "collect"),
    "guests are not kept": lambda: unheld("visit.log", "store"),
    "scans are not held": lambda: unheld("scan.page", "collect", "store"),
    "scans are not taken down": lambda: unheld("scan.page", "collect"),
    "scans are not kept": lambda: unheld("scan.page", "store"),
    "cookies are not placed": lambda: unheld("device.cookie", "set_device"),
    "headings speak of you, or of use": lambda: replace(room(), clauses={
        name: replace(one, text=HEADINGS.get(name, one.text)) for name, one in room().clauses.items()}),
    "headings speak of you alone": lambda: replace(room(), clauses={
        name: replace(one, text=f"What you did in {name}") for name, one in room().clauses.items()}),
    "no rights": lambda: without("rights"),
    "rights that no sentence tells": lambda: entries("rights", clauses=()),
    "one right": lambda: without("rights", *(name for name in room().rights if name != "RT-COPY")),
    "all six rights": lambda: replace(room(), rights={**room().rights, **{
        f"RT-{kind}": room().rights["RT-COPY"].model_copy(update={"right": kind})
        for kind in ("restriction", "portability", "opt_out_sale", "limit_sensitive")}}),
    "nobody can take a consent back": lambda: without("rights", "RT-BACK"),
    "no consent is asked": lambda: entries("activities", bases={"gdpr": "contract"},
                                           policy=without("rights", "RT-BACK")),
    "all is off": lambda: entries("activities", enabled=False),
    "objecting stands apart": lambda: entries("rights", "RT-STOP", clauses=("c2.2.1", "c3.3", "c2.1.3")),
    "objecting stands in a list": lambda: entries("rights", "RT-STOP", clauses=("c2.1.3",)),
    "scans are about members alone": lambda: entries("categories", "scan.page", subjects=("members",)),
    "scans are told by no sentence": lambda: entries("categories", "scan.page", clauses=()),
    "all hold what is special, and nothing is said": lambda: entries(
        "categories", may_contain=("special categories",), policy=saying()),
    "scans hold nothing special": lambda: entries("categories", may_contain=()),
    "all hold data of others, and no sentence tells it": lambda: entries(
        "categories", may_contain=("data of other people",), clauses=()),
    "all hold what is special": lambda: entries("categories", may_contain=("special categories",)),
    "two purposes are dormant": lambda: entries("purposes", "prizes", "rights", expect="dormant", clauses=("c2.2.2",)),
    "no purpose is dormant": lambda: entries("purposes", expect=""),
    "a dormant purpose is not told": lambda: entries("purposes", "prizes", clauses=()),
    "going on is consent": going_on,
    "changes are not sent": lambda: ruled(email=False),
    "changes come soon": lambda: ruled(notice_days=13),
    "no cookies": lambda: replace(room(), cookies={}, cookie_controls=None),
    "cookies without a choice": lambda: replace(room(), cookie_controls=None),
    "cookies without consent": lambda: entries("cookies", consent=None),
    "cookies for others, too": lambda: entries("activities", "K-COUNT", scope=replace(
        room().activities["K-COUNT"].scope, recipients=frozenset({"sponsor", "court", "member", "none"}))),
    "cookies for a firm that no sentence names": lambda: entries("recipients", "sponsor", clauses=()),
    "no cookie has consent": lambda: entries("cookies", class_="functional", consent=None),
    "cookies for two that no sentence names": lambda: entries("recipients", clauses=(), policy=entries(
        "activities", "K-SIGN", scope=replace(room().activities["K-SIGN"].scope, recipients=frozenset({"court"})))),
    "cookies for us": lambda: entries("activities", "K-COUNT", scope=room().activities["K-SIGN"].scope),
    "cookies hold what is scanned": lambda: entries("activities", "K-COUNT", scope=room().activities["A-KEEP"].scope),
    "only one signal is heeded": lambda: heeding("gpc"),
    "only the other signal is heeded": lambda: heeding("browser"),
    "the young consent": lambda: young(default_consent_age=12, digital_consent_age={"AT": 13, "FR": 15}),
    "the old consent": lambda: young(default_consent_age=16, digital_consent_age={}),
    "rights hang on the place": lambda: replace(room(), rights_scope="by_regime"),
    "not for Californians": lambda: without("regimes", "ccpa"),
    "written a year ago": lambda: replace(room(), last_updated=date(2025, 11, 23)),
    "written more than a year ago": lambda: replace(room(), last_updated=date(2025, 11, 22)),
}  # fmt: skip


def verdicts(law: str, policy: Policy) -> list[str]:
    """Write what the lint finds, a line a rule: those of the GDPR (G) or of California (C)."""
    found = [one for one in lint(policy, TODAY) if one.id.startswith(law)]
    return [f"{one.id} {one.outcome} | {one.found} | {' '.join(one.clauses)}" for one in found]


def told_items(policy: Policy) -> list[str]:
    """Write what Art. 13 and 14 ask for, a line an item."""
    return [
        f"{one.article} {one.key}: {one.title} | {one.state} | {one.said} | {' '.join(one.clauses)} | "
        + "/".join(one.place)
        for one in items(policy)
    ]


def in_states(tell: Callable[[Policy], list[str]], states: Mapping[str, Callable[[], Policy]]) -> Iterator[str]:
    """Write all that is told of the first state, and of each other only what is told otherwise."""
    usual: list[str] = []
    for name, state in states.items():
        told = tell(state())
        yield f"# {name}: {len(told)} lines"
        yield from (line for line in told if line not in usual)
        usual = usual or told
