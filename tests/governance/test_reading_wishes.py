"""What may be asked for with an upload, and what it comes to."""

import pytest

from governance.errors import ProvisoError
from governance.reading import NO_WISH, Mode, Offer, Wish

OFFER = Offer(("deu", "eng", "fra"), ("eng",), (Mode.FAST, Mode.AUTO), Mode.AUTO)


def refusal(wish: Wish) -> str:
    with pytest.raises(ProvisoError) as refused:
        OFFER.settle(wish)
    return refused.value.code


def test_without_a_wish_everything_is_as_the_installation_does_it() -> None:
    assert OFFER.settle(NO_WISH) == ("eng", "auto")


def test_languages_come_in_the_order_asked_for_and_once() -> None:
    assert OFFER.settle(Wish(("fra", "deu", "fra"), "fast")) == ("fra+deu", "fast")


def test_a_language_that_is_not_installed_has_an_error_of_its_own_that_does_not_repeat_it() -> None:
    assert refusal(Wish(("eng", "../../etc/passwd"))) == "language-unknown"
    with pytest.raises(ProvisoError) as refused:
        OFFER.settle(Wish(("Jane Roe",)))
    assert "Jane" not in refused.value.sentence
    assert "deu, eng, fra" in refused.value.sentence


def test_a_mode_that_needs_what_is_not_installed_is_refused() -> None:
    assert refusal(Wish(mode="accurate")) == "reading-mode-unknown"
