"""Ctrl-C is heard at once and obeyed between two steps; a second one ends at once."""

import signal

import pytest

from console.interruption import Interruption


def test_the_first_signal_waits_for_the_next_step() -> None:
    with Interruption() as interruption:
        interruption.check()
        signal.raise_signal(signal.SIGINT)
        assert interruption.heard
        with pytest.raises(KeyboardInterrupt):
            interruption.check()


def test_the_second_signal_ends_at_once() -> None:
    with Interruption():
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_afterwards_signals_are_heard_as_before() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interruption():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before
