"""The steps of the database form one chain: two people who number the same step are told before anybody starts it."""

import re

from repository import ROOT

FOLDER = ROOT / "platform" / "store" / "migrations" / "versions"


def test_every_step_follows_exactly_one_other_and_is_followed_by_one() -> None:
    before: str | None = None
    for file in sorted(FOLDER.glob("r[0-9]*.py")):
        said = file.read_text(encoding="utf-8")
        own = re.search(r'^revision = "(\d+)"', said, re.MULTILINE)
        down = re.search(r'^down_revision = (?:"(\d+)"|None)', said, re.MULTILINE)
        assert own is not None, file.name
        assert down is not None, file.name
        assert file.name.startswith(f"r{own[1]}_"), file.name
        assert down[1] == before, file.name
        before = own[1]
