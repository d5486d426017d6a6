"""What docs/mutation.md says of the engine's tests is what came of asking them."""

import re
from collections import Counter

from changes_kept import kept, tables
from repository import ROOT

PAGE = (ROOT / "docs" / "mutation.md").read_text(encoding="utf-8")


def test_the_counts_are_those_of_the_last_asking():
    for line in tables(kept()):
        assert line in PAGE.splitlines()


def test_every_survivor_is_listed_with_its_module():
    listed = Counter()
    for modules, change in re.findall(r"^\| ((?:`[\w.]+`(?:, )?)+) \| (.+?) \|", PAGE, re.MULTILINE):
        numbers = [int(number) for number in re.findall(r" \((\d+)\)", change)]
        for module in re.findall(r"`([\w.]+)`", modules):
            listed[module] += sum(numbers)
    assert +listed == Counter({module: len(entry["left"]) for module, entry in kept().items() if entry["left"]})
