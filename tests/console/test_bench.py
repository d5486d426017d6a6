"""`proviso bench decide` prints its table; what it measures is not asserted, because machines differ."""

from click.testing import CliRunner

from console.bench.requests import some_requests
from console.main import proviso
from governance.policy import compile_policy, decide
from store.places import data_folder
from store.policies import read_sources

SHIPPED = data_folder("policies") / "deepseek-ocr"


def test_the_table_names_every_contender_with_median_p99_and_ratio() -> None:
    told = CliRunner().invoke(proviso, ["bench", "decide", str(SHIPPED), "--requests", "100", "--rounds", "1"])
    assert told.exit_code == 0, told.output
    lines = told.output.splitlines()
    for name in ("prepared request", "decide, request built", "naive reading", "cedarpy"):
        (line,) = [line for line in lines if line.startswith(name)]
        assert len([float(number) for number in line.split()[-3:]]) == 3


def test_the_requests_are_the_same_each_time_and_many_are_allowed() -> None:
    policy = compile_policy(read_sources(SHIPPED))
    asked = some_requests(policy, 200)
    assert asked == some_requests(policy, 200)
    assert 50 < sum(decide(policy, request).allow for request in asked) < 200
