"""The measurement of what is due, small here and as large as it is told with --long."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from console.bench.retention import bench_retention


def measured(file: Path, *options: str) -> dict[str, dict[str, object]]:
    done = CliRunner().invoke(bench_retention, [*options, "--json", str(file)])
    assert done.exit_code == 0, done.output
    return {name: found for name, found in json.loads(file.read_text()).items() if name not in ("bench", "machine")}


def test_what_is_due_goes_and_the_rest_stays(tmp_path: Path) -> None:
    for found in measured(tmp_path / "x", "--rows", "2000", "--due", "200", "--more", "2", "--documents", "2").values():
        assert (found["few"]["due"], found["many"]["due"], found["many"]["rows"]) == (200, 200, 4000)  # type: ignore[index]


@pytest.mark.long
def test_a_hundred_thousand_due_among_a_million_and_among_ten(tmp_path: Path) -> None:
    for found in measured(tmp_path / "x").values():
        assert found["few"]["due"] == found["many"]["due"] == 100_000  # type: ignore[index]
        assert float(str(found["ratio"])) >= 0.8
