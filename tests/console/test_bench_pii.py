"""`proviso bench pii` puts the same texts to both and says what it measured; how fast is not asserted."""

import json
from pathlib import Path

from click.testing import CliRunner

from console.bench.personal_data import Score, accepts, count, read_annotated
from console.main import proviso

LINE = "Surname: Quillfeather, NI number AB 12 34 56 C, write to q@example.org"
SPANS = [
    {"type": "PERSON", "start": 9, "end": 21},
    {"type": "UK_NINO", "start": 33, "end": 46},
    {"type": "EMAIL_ADDRESS", "start": 57, "end": 70},
]


def test_the_table_and_the_file_hold_recall_precision_and_time_of_both(tmp_path: Path) -> None:
    texts, out = tmp_path / "texts.jsonl", tmp_path / "out.json"
    texts.write_text(json.dumps({"text": LINE, "spans": SPANS}) + "\n")

    told = CliRunner().invoke(proviso, ["bench", "pii", str(texts), "--rounds", "1", "--json", str(out)])

    assert told.exit_code == 0, told.output
    assert "times as fast" in told.output
    numbers = json.loads(out.read_text())
    assert set(numbers["types"]) == {"PERSON", "UK_NINO", "EMAIL_ADDRESS"}
    assert numbers["types"]["UK_NINO"]["ours"] == {"recall": 1.0, "recall_any_type": 1.0, "precision": 1.0}
    assert numbers["all"]["stock"]["ms_a_page"] > 0


def test_pages_in_a_folder_are_read_and_those_without_values_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"text": LINE, "pii": SPANS}))
    (tmp_path / "b.json").write_text(json.dumps({"text": LINE, "pii": []}))

    (page,) = read_annotated(tmp_path)

    assert page.values[0] == ("PERSON", 9, 21)


def test_a_value_is_found_when_half_of_it_is_covered_by_its_type() -> None:
    score = Score()

    count(score, [("LOCATION", 0, 10), ("PERSON", 20, 30)], [("ADDRESS", 0, 5), ("PERSON", 20, 24), ("URL", 24, 30)])

    assert (score.hit["LOCATION"], score.hit["PERSON"], score.touched["PERSON"]) == (1, 0, 1)
    assert (score.right["LOCATION"], score.right["PERSON"], score.right["URL"]) == (1, 1, 0)


def test_types_that_say_the_same_answer_for_each_other() -> None:
    assert accepts("DATE_TIME", "DATE_OF_BIRTH")
    assert accepts("AGE", "DATE_TIME")
    assert not accepts("PERSON", "LOCATION")
