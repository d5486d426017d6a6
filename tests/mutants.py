"""Does a test notice? Every single small change of the engine, made by mutmut, is put to tests that know the module.

    bin/mutants guards decide        these modules of governance/policy (gate is governance/gate.py); none means all
    bin/mutants --tenth              only every tenth change, chosen by what it is
    bin/mutants --left               what nothing noticed, as differences
    bin/mutants --table              how many were noticed, module by module
    bin/mutants --wide               ask all tests of governance/ about what nothing noticed

mutmut would run each change behind a switch that every call passes; here the changed code takes the place of the
function's own in a forked child, so that a test runs as fast as ever. What was noticed is remembered by what was
changed, in var/mutants.json; what came of a whole module, in tests/mutants.json, and it is asked again when its text is
another.
"""

import gc
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from itertools import accumulate
from types import CodeType
from typing import Any, Final

import pytest

from changes import ROOT, SOURCE, Mutant, every_module, mutants_of, name_of, place, reach
from changes_kept import keep, settled, show

TESTS, FOUND = ROOT / "tests" / "governance", ROOT / "var" / "mutants.json"
KNOWN_TESTS, BY = FOUND.with_name("mutants-tests.json"), FOUND.with_name("mutants-by.txt")
CORE = (
    "guards", "decision", "answers", "table", "decide", "core", "gate", "surface", "bundle", "certificate", "cubes",
    "regions", "why_not", "explain", "quotient", "goals", "worlds", "prover", "smt", "theorems", "weakening",
    "mutation", "difference", "compiler",
)  # fmt: skip
ALWAYS = (
    "test_decision_whole.py", "test_policy_compile.py", "test_policy_decide.py", "test_policy_checks.py",
    "test_policy_carried.py", "test_told_whole.py", "test_read_whole.py",
)  # fmt: skip
"""Asked about every module, after the tests that name it."""
FEW: Final = 5
"""Where fewer files name a module, all that know a policy are asked: many stages are tested by what comes of one."""
ENOUGH, MOST, UNFIT = 5.0, 60, 1e9
"""Seconds: the quickest tests that take so long together are asked; what has not ended by then is taken to hang.
A test that fails with nothing changed says nothing, and counts as endless."""


class Session:
    """A session of pytest that has collected its tests and puts mutant after mutant to them, each in a fork.

    Of every test it is remembered how long it takes and which functions of the engine it comes by.
    """

    def __init__(self, module: str, known: dict[str, Any], *, wide: bool) -> None:
        self.module, self.known, self.wide = module, known, wide
        self.watching = False
        self.seconds: dict[str, float] = {}
        self.reached: dict[str, list[str]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[Any]:
        if not self.watching:
            return (yield)
        seen: set[CodeType] = set()
        for make in _what_tests_share():
            make.cache_clear()
        sys.setprofile(lambda frame, event, _: seen.add(frame.f_code) if event == "call" else None)
        try:
            return (yield)
        finally:
            sys.setprofile(None)
            self.reached[item.nodeid] = sorted({reach(code) for code in seen if "/governance/" in code.co_filename})

    def pytest_runtest_logreport(self, report: Any) -> None:
        took = report.duration if not report.failed else UNFIT
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + took

    def pytest_runtestloop(self, session: Any) -> bool:
        items = [item for item in session.items if not item.get_closest_marker("long")]
        items = [item for item in items if not item.name.startswith("test_a_hundred_thousand")]
        tests = json.loads(KNOWN_TESTS.read_text()) if KNOWN_TESTS.exists() else {}
        untimed = [item for item in items if item.nodeid not in tests]
        unwatched = [item for item in items if item in untimed or tests[item.nodeid][1] is None]
        # First how long each takes, then, which makes them slow, what each comes by.
        for new, watching in ((untimed, False), (unwatched, True)):
            if new and in_child(lambda new=new, watching=watching: self._clean(new, watching=watching), 3_600) != 0:
                raise SystemExit("the tests did not end with nothing changed")
        tests = json.loads(KNOWN_TESTS.read_text()) if KNOWN_TESTS.exists() else {}
        for item in [item for item in items if tests[item.nodeid][0] >= UNFIT]:
            print(f"left out, it fails with nothing changed: {item.nodeid}", flush=True)
        items = sorted((i for i in items if tests[i.nodeid][0] < UNFIT), key=lambda item: tests[item.nodeid][0])
        print(f"{self.module}: {len(items)} tests, {sum(tests[i.nodeid][0] for i in items):.0f} s", flush=True)
        self._put(session, items, tests)
        return True

    def _clean(self, items: list[Any], *, watching: bool) -> int:
        self.watching = watching
        for item, following in zip(items, [*items[1:], None], strict=False):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        known = json.loads(KNOWN_TESTS.read_text()) if KNOWN_TESTS.exists() else {}
        for name, seconds in self.seconds.items():
            known[name] = [known[name][0], self.reached.get(name, [])] if watching else [seconds, None]
        KNOWN_TESTS.write_text(json.dumps(known))
        return 0

    def _put(self, session: Any, items: list[Any], tests: dict[str, Any]) -> None:
        mutants = list(mutants_of(self.module))
        every = len(mutants)
        keys = {one.key for one in mutants}
        for key in [key for key, entry in self.known.items() if entry["module"] == self.module and key not in keys]:
            del self.known[key]
        if "--tenth" in sys.argv:
            mutants = [one for one in mutants if one.key in self.known or int(one.key, 16) % 10 == 0]
        again = [one for one in mutants if self.known.get(one.key, {}).get("fate") not in ("killed", "hangs")]
        # What compiling comes by has to be compiled anew with the change in it; for the rest that is done once, here.
        compiling = _reached_by_compiling()
        if self.module != "sources":
            _read_what_tests_share()
        again.sort(key=lambda one: place(one) not in compiling)
        warm, latest = False, dict[str, list[str]]()
        for number, one in enumerate(again, 1):
            if not warm and place(one) not in compiling:
                _compile_what_tests_share()
                gc.freeze()
                warm = True
            ordered = self._in_order(one, items, tests, latest.setdefault(one.function, []))

            def work(one: Mutant = one, ordered: list[Any] = ordered) -> int:
                one.put_in_place()
                return _failed(session, ordered)

            BY.unlink(missing_ok=True)
            began = time.monotonic()
            code = in_child(work, 900 if self.wide else MOST)
            fate = "survived" if code == 0 else "hangs" if code in (-1, -24) else "killed"
            entry = {"module": self.module, "function": one.function, "change": one.change, "fate": fate}
            if fate == "killed" and BY.exists():
                entry["by"] = BY.read_text()
                latest[one.function].insert(0, entry["by"])
            self.known[one.key] = entry
            if number % 50 == 0:
                write(self.known)
            spent = time.monotonic() - began
            print(f"{number}/{len(again)} {self.module}.{one.function} {fate} {spent:.1f} s", flush=True)
        write(self.known)
        left = [one for one in mutants if self.known[one.key]["fate"] == "survived"]
        print(f"{self.module}: {len(mutants)} mutants, {len(mutants) - len(left)} noticed, {len(left)} not", flush=True)
        keep(self.module, every, len(mutants), [(one.function, one.change) for one in left])

    def _in_order(self, one: Mutant, items: list[Any], tests: dict[str, Any], latest: list[str]) -> list[Any]:
        """What noticed other changes of the function first, then what is named after a code of it, then what
        comes by it, then the others; quickest first.
        """
        here, codes = place(one), [f"[{code}-" for code in one.codes()]
        first = {name: at for at, name in reversed(list(enumerate(latest)))}

        def rank(item: Any) -> tuple[int, bool, bool]:
            named = any(code in item.nodeid for code in codes)
            return first.get(item.nodeid, len(latest)), not named, here not in tests[item.nodeid][1]

        ordered = sorted(items, key=rank)
        if self.wide:
            return ordered
        spent = accumulate(tests[item.nodeid][0] for item in ordered)
        return [item for item, total in zip(ordered, spent, strict=True) if total < ENOUGH]


def _read_what_tests_share() -> None:
    """Reading YAML takes nearly all of the time of compiling, and only `sources` does it."""
    import shipped_policy

    from governance.policy.sources import read_yaml

    for name, text in [*shipped_policy.texts().items(), *shipped_policy.clinic().items()]:
        if name.endswith(".yaml"):
            read_yaml(name, text)


def _what_tests_share() -> tuple[Any, ...]:
    import gate_states
    import shipped_policy

    return shipped_policy.shipped, shipped_policy.second, gate_states.newer


def _compile_what_tests_share() -> None:
    for make in _what_tests_share():
        make()


def _reached_by_compiling() -> set[str]:
    """Ask a child, so that nothing is compiled here yet."""

    def work() -> int:
        seen: set[CodeType] = set()
        sys.setprofile(lambda frame, event, _: seen.add(frame.f_code) if event == "call" else None)
        _compile_what_tests_share()
        sys.setprofile(None)
        BY.write_text("\n".join(sorted({reach(code) for code in seen if "/governance/" in code.co_filename})))
        return 0

    if in_child(work, MOST) != 0:
        raise SystemExit("the policies did not compile with nothing changed")
    return set(BY.read_text().splitlines())


def _failed(session: Any, items: list[Any]) -> int:
    for item, following in zip(items, [*items[1:], None], strict=False):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            BY.write_text(item.nodeid)
            return 1
    return 0


def in_child(work: Any, seconds: float) -> int:
    """Do the work in a fork; gives its exit code, -1 when it took too long."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.environ.get("MUTANTS_LOG", os.devnull), os.O_RDWR | os.O_CREAT | os.O_APPEND), 1)
        os.dup2(1, 2)
        resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
        code = 1
        try:
            code = int(work())
        finally:
            os._exit(code)
    until = time.monotonic() + seconds * 20
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return -1


def asked_about(module: str, *, wide: bool) -> list[str]:
    every = sorted(TESTS.glob("test_*.py"))
    if wide:
        return [str(path) for path in every]
    naming = [path for path in every if f"{name_of(module)} import" in path.read_text("utf-8")]
    if len(naming) < FEW:
        naming += [path for path in every if "governance.policy" in path.read_text("utf-8")]
    return [str(path) for path in dict.fromkeys([*naming, *(TESTS / name for name in ALWAYS)])]


def examine(module: str, known: dict[str, Any], *, wide: bool) -> None:
    """In a process of its own, so that one module's session leaves nothing to the next."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    files = asked_about(module, wide=wide)
    plain = ["-o", "addopts=", "-p", "no:cacheprovider", "-p", "no:terminal", "--assert=plain"]
    words = [*plain, f"--rootdir={ROOT}", "--timeout=600", *files]
    # A failure is all that is asked for, not what it looks like.
    pytest.main(words, plugins=[Session(module, known, wide=wide)])
    os._exit(0)


def write(known: dict[str, Any]) -> None:
    FOUND.with_suffix(".new").write_text(json.dumps(known, indent=1, ensure_ascii=False, sort_keys=True))
    FOUND.with_suffix(".new").replace(FOUND)


def main(words: list[str]) -> None:
    os.chdir(ROOT)
    sys.path[:0] = [str(SOURCE), str(ROOT), str(ROOT / "tests"), str(TESTS)]
    FOUND.parent.mkdir(exist_ok=True)
    os.environ["MUTANT_UNDER_TEST"] = "by our own hand"
    modules = [word for word in words if not word.startswith("--")]
    if "--left" in words or "--table" in words:
        show(modules, left="--left" in words)
        return
    for module in modules or [*CORE, *(name for name in every_module() if name not in CORE)]:
        if not modules and settled(module):
            continue
        known = json.loads(FOUND.read_text()) if FOUND.exists() else {}
        examine(module, known, wide="--wide" in words)


if __name__ == "__main__":
    main(sys.argv[1:])
