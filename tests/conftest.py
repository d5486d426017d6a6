"""What holds for every test: no network but this machine's own, no settings of the developer's, laws without luck."""

import os
import shutil
import socket
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0", "::", "", None})
_HOME = Path(tempfile.mkdtemp(prefix="proviso-tests-"))
_true_getaddrinfo = socket.getaddrinfo

settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
# Under bin/mutants one failure is all that is asked for: the same examples every time, none made smaller.
settings.register_profile(
    "mutants", settings.get_profile("ci"), max_examples=25, database=None, phases=[Phase.explicit, Phase.generate]
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the soak, kill and million-row tests, too")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Set up the fence before the socket plugin reads its options, and a home for whoever forgets to name one."""
    config.option.allow_hosts = "127.0.0.1,::1,localhost"
    config.option.allow_unix_socket = True
    socket.getaddrinfo = _only_local_names
    for name in [name for name in os.environ if name.startswith("PROVISO_")]:
        del os.environ[name]
    os.environ["PROVISO_HOME"] = str(_HOME)
    mutating = "MUTANT_UNDER_TEST" in os.environ
    settings.load_profile("mutants" if mutating else "ci" if os.environ.get("CI") else "desk")


def pytest_unconfigure() -> None:
    socket.getaddrinfo = _true_getaddrinfo
    shutil.rmtree(_HOME, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # The browser of the journeys keeps an event loop in this thread until the end: nobody else is to meet it.
    items.sort(key=lambda item: "journeys" in item.path.parts)
    if config.getoption("--long"):
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="only with --long"))


def _only_local_names(host, *args, **kwargs):
    name = host.decode() if isinstance(host, bytes) else host
    if name not in LOCAL_NAMES:
        raise AssertionError("a test asked for an address outside this machine")
    return _true_getaddrinfo(host, *args, **kwargs)
