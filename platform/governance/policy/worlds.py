"""The worlds a policy may be tuned into: its rules under every value its parameters may take.

A parameter of a few values (bool, enum) is taken at each of them. Numbers (durations, ints) reach a proof only as
dates of deletion, which grow with them: the highest value is the worst, and what holds there holds in the whole
range. A number that a promise itself names is taken at both ends.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from types import MappingProxyType
from typing import Any, Final, TypeVar

from governance.policy.core import Activity, Prohibition, Rules
from governance.policy.goals import Goal, goals_of
from governance.policy.guards import ALWAYS, AllOf, AnyOf, Atom, Guard
from governance.policy.parse import parse
from governance.policy.problems import Mark, PolicyRefused, problem
from governance.policy.resolve import resolve
from governance.policy.vocabulary import Parameter

Setting = bool | int | str
Settings = Mapping[str, Setting]
R = TypeVar("R", Activity, Prohibition)

WORLD: Final = "parameters"
"""The fact that tells the worlds apart; it is never unknown, and no policy can name it (a fact has a dot)."""
MOST_WORLDS: Final = 512
DECIDING: Final = frozenset(
    {"rules", "activities", "prohibitions", "cookies", "retention", "promises", "actions", "categories", "purposes"}
    | {"recipients", "consents", "events", "facts"}
)
"""The sections whose entries take part in decisions; parameters elsewhere only change what is said."""


@dataclass(frozen=True, slots=True)
class Theory:
    """What is to be proved: the rules of all worlds in one, and the goals.

    A rule that differs between worlds stands in `rules` once for each form, bound to its worlds by the fact
    WORLD; `facts` are all facts with their values, `unknown` first. `worlds` gives the settings behind each
    world's name, `written` is the world in which every choice is as the policy has it.
    """

    worlds: Mapping[str, Settings]
    written: str
    facts: Mapping[str, tuple[str, ...]]
    rules: Rules
    goals: tuple[Goal, ...]


def theory_of(sources: Mapping[str, str]) -> Theory:
    """Read the texts of a policy in every world; raises PolicyRefused where one of them cannot be read."""
    document, _ = parse(sources)
    resolve(document)  # notes where `enabled_by` names a parameter
    parameters = {name: document.parameters[name] for name in sorted({name for name, _ in document.parameter_uses})}
    worst = {name: parameter.range[1] for name, parameter in parameters.items() if parameter.range is not None}
    reaches: dict[str, set[str]] = {}
    for name, place in document.parameter_uses:
        reaches.setdefault(name, set()).add(place.split()[0])
    choices = {
        name: _choices(parameter, promised="promises" in reaches[name])
        for name, parameter in parameters.items()
        if reaches[name] & DECIDING
    }
    plain = read_world(sources, worst)
    moving = [
        name
        for name, values in choices.items()
        if any(_deciding(*read_world(sources, {**worst, name: value})) != _deciding(*plain) for value in values)
    ]
    combinations = [dict(zip(moving, values, strict=True)) for values in product(*(choices[name] for name in moving))]
    if len(combinations) > MOST_WORLDS:
        found = problem(
            Mark("policy.yaml"),
            "N05",
            f"the parameters {', '.join(moving)} have {len(combinations)} combinations, more than {MOST_WORLDS}.",
            "give some of them fewer values.",
        )
        raise PolicyRefused([found])
    read = {_name(settings): read_world(sources, {**worst, **settings}) for settings in combinations}
    return _together(
        {_name(settings): MappingProxyType({**worst, **settings}) for settings in combinations},
        _name({name: worst.get(name, parameters[name].value) for name in moving}),
        read,
    )


def unbound(guard: Guard) -> tuple[Guard, Guard]:
    """Take a permit's condition apart into the worlds it is bound to and the condition its author wrote."""
    if isinstance(guard, AllOf) and len(guard.parts) == 2:
        bound, own = guard.parts
        if isinstance(bound, Atom) and bound.fact == WORLD:
            return bound, own
    return ALWAYS, guard


def _choices(parameter: Parameter, *, promised: bool) -> tuple[Setting, ...]:
    if parameter.type == "bool":
        return (False, True)
    if parameter.type == "enum":
        return parameter.of
    return parameter.range if promised and parameter.range is not None else ()


def _name(settings: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={str(value).lower()}" for name, value in settings.items())


def read_world(sources: Mapping[str, str], settings: Settings) -> tuple[Rules, tuple[Goal, ...]]:
    """Read the rules and the goals of a policy in one world; raises PolicyRefused where that cannot be done."""
    document, problems = parse(sources, settings)
    rules, unresolved = resolve(document)
    found = [found for found in problems + unresolved if found.severity == "error"]
    if found:
        raise PolicyRefused(found)
    return rules, goals_of(document, rules.retention)


def _deciding(rules: Rules, goals: tuple[Goal, ...]) -> Any:
    """Everything by which two worlds can differ for a proof; lawful bases and labels are not among it."""
    return (
        {name: (rule.scope, rule.guard, rule.enabled, rule.duties) for name, rule in rules.activities.items()},
        {name: (rule.scope, rule.guard, rule.enabled) for name, rule in rules.prohibitions.items()},
        rules.facts,
        goals,
    )


def _together(
    worlds: Mapping[str, Settings], written: str, read: Mapping[str, tuple[Rules, tuple[Goal, ...]]]
) -> Theory:
    names = tuple(worlds)
    first = read[names[0]][0]
    activities: dict[str, Activity] = {}
    prohibitions: dict[str, Prohibition] = {}
    for name in first.activities:
        for key, form, held in _forms(name, {world: rules.activities[name] for world, (rules, _) in read.items()}):
            when = form.guard if len(held) == len(names) else AllOf((Atom(WORLD, held), form.guard))
            activities[key] = replace(form, guard=when)
    for name in first.prohibitions:
        for key, rule, held in _forms(name, {world: rules.prohibitions[name] for world, (rules, _) in read.items()}):
            elsewhere = frozenset(names) - held
            unless = AnyOf((rule.guard, Atom(WORLD, elsewhere))) if elsewhere else rule.guard
            prohibitions[key] = replace(rule, guard=unless)
    together: list[Goal] = []
    for number in range(len(read[names[0]][1])):
        for goal, held in _grouped({world: goals[number] for world, (_, goals) in read.items()}):
            where = goal.where if len(held) == len(names) else AllOf((goal.where, Atom(WORLD, held)))
            together.append(replace(goal, where=where))
    facts = {name: fact.values for name, fact in first.facts.items()}
    if len(names) > 1:
        facts[WORLD] = names
    rules = replace(first, activities=MappingProxyType(activities), prohibitions=MappingProxyType(prohibitions))
    return Theory(MappingProxyType(worlds), written, MappingProxyType(facts), rules, tuple(together))


def _forms(name: str, by_world: Mapping[str, R]) -> Iterable[tuple[str, R, frozenset[str]]]:
    """Give the forms that a rule takes while it is on, each under a key of its own."""
    on = {world: rule for world, rule in by_world.items() if rule.enabled}
    for number, (form, held) in enumerate(_grouped(on, _same_rule)):
        yield (name if number == 0 else f"{name} ({number + 1})"), form, held


def _same_rule(one: Any, other: Any) -> bool:
    return (one.scope, one.guard) == (other.scope, other.guard)


G = TypeVar("G", Activity, Prohibition, Goal)


def _grouped(by_world: Mapping[str, G], same: Any = lambda one, other: one == other) -> list[tuple[G, frozenset[str]]]:
    found: list[tuple[G, list[str]]] = []
    for world, form in by_world.items():
        for known, held in found:
            if same(known, form):
                held.append(world)
                break
        else:
            found.append((form, [world]))
    return [(form, frozenset(held)) for form, held in found]
