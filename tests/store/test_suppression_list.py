"""The list of the erased outside the database only grows, tells nobody anything, and believes no line of others."""

import resource
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.errors import ProvisoError
from operations.erasing import Suppressed
from repository import ROOT
from store.suppression_list import SuppressionFile

NOW = datetime(2026, 11, 28, 12, 0, 0, 5, tzinfo=UTC)
KINDS = st.sampled_from(["account", "address", "text"])


def a_list(folder: Path, secret: bytes = b"s" * 32) -> SuppressionFile:
    return SuppressionFile(folder / "erased.list", secret)


def entry(listed: SuppressionFile, value: str, kind: str = "address", until: datetime = NOW) -> Suppressed:
    return Suppressed(listed.fingerprint(kind, value), kind, until)


@given(st.lists(st.tuples(KINDS, st.text(), st.integers(0, 10**6)), max_size=20))
def test_what_was_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, values) -> None:
    listed = a_list(tmp_path_factory.mktemp("list"))
    wanted = [entry(listed, value, kind, NOW + timedelta(microseconds=later)) for kind, value, later in values]
    for each in wanted:
        listed.append([each])
    assert listed.read() == {each.fingerprint: each for each in wanted}


def test_nothing_can_be_read_from_it_and_another_secret_gives_other_fingerprints(tmp_path: Path) -> None:
    listed = a_list(tmp_path)
    listed.append([entry(listed, "ada@example.org")])
    content = listed.file.read_bytes()
    assert b"ada" not in content
    assert listed.file.stat().st_mode & 0o077 == 0
    assert a_list(tmp_path, b"t" * 32).fingerprint("address", "ada@example.org").encode() not in content


@pytest.mark.parametrize("place", [0, 70, -5])
def test_a_line_that_somebody_changed_or_wrote_is_not_believed(tmp_path: Path, place: int) -> None:
    listed = a_list(tmp_path)
    listed.append([entry(listed, "a"), entry(listed, "b")])
    content = bytearray(listed.file.read_bytes())
    content[place] ^= 1
    listed.file.write_bytes(bytes(content))
    with pytest.raises(ProvisoError) as refused:
        listed.read()
    assert refused.value.code == "erased-list-damaged"


def test_a_line_cut_off_by_a_crash_is_passed_over_and_written_over(tmp_path: Path) -> None:
    listed = a_list(tmp_path)
    first, second = entry(listed, "a"), entry(listed, "b")
    listed.append([first])
    whole = listed.file.read_bytes()
    for cut in (1, 40, 100):
        listed.file.write_bytes(whole + whole[:cut])
        assert list(listed.read()) == [first.fingerprint]
        listed.append([second])
        assert set(listed.read()) == {first.fingerprint, second.fingerprint}
        listed.file.write_bytes(whole)


FULL = """
import resource, sys
sys.path.insert(0, {platform!r})
from datetime import UTC, datetime
from pathlib import Path
from governance.errors import ProvisoError
from operations.erasing import Suppressed
from store.suppression_list import SuppressionFile
listed = SuppressionFile(Path(sys.argv[1]), b"s" * 32)
size = listed.file.stat().st_size
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 50, size + 50))
try:
    listed.append([Suppressed("f" * 64, "address", datetime(2026, 1, 1, tzinfo=UTC))])
except ProvisoError as fault:
    print(fault.code)
"""


def test_a_full_disk_leaves_the_list_as_it_was_and_is_said(tmp_path: Path) -> None:
    listed = a_list(tmp_path)
    listed.append([entry(listed, "a")])
    before = listed.file.read_bytes()
    program = FULL.format(platform=str(ROOT / "platform"))
    done = subprocess.run([sys.executable, "-c", program, str(listed.file)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "storage-unavailable"
    assert listed.file.read_bytes() == before
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_two_processes_may_write_at_once(tmp_path: Path) -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'platform')!r})\n"
        "from datetime import UTC, datetime\nfrom pathlib import Path\n"
        "from operations.erasing import Suppressed\nfrom store.suppression_list import SuppressionFile\n"
        f"listed = SuppressionFile(Path({str(tmp_path / 'erased.list')!r}), b's' * 32)\n"
        "for n in range(50):\n"
        "    key = listed.fingerprint('text', f'{sys.argv[1]}{n}')\n"
        "    listed.append([Suppressed(key, 'text', datetime(2026, 1, 1, tzinfo=UTC))])\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program, name]) for name in "ab"]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert len(a_list(tmp_path).read()) == 100
