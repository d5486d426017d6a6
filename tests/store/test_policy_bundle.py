"""A ZIP with a policy: taken when it is one, refused with the reason whatever else it is."""

import io
import zipfile

import pytest

from governance.errors import ProvisoError
from store.places import data_folder
from store.policies import read_sources
from store.policy_bundle import MOST_BYTES, files_of_folder, files_of_zip, zip_of_files

FOLDER = data_folder("policies") / "deepseek-ocr"


def packed(*members: tuple[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return kept.getvalue()


MAIN = (("policy.md", b"# x"), ("policy.yaml", b"schema: x"))


def test_a_folder_and_its_zip_hold_the_same_files() -> None:
    files = files_of_folder(FOLDER)
    assert files == read_sources(FOLDER)
    assert files_of_zip(zip_of_files(files.items())) == files
    assert zip_of_files(files.items()) == zip_of_files(reversed(files.items()))


def test_one_folder_around_the_files_and_what_is_made_anew_are_passed_over() -> None:
    content = packed(*((f"mine/{name}", text) for name, text in MAIN), ("mine/certificate.json", b"{}"))
    assert set(files_of_zip(content)) == {"policy.md", "policy.yaml"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no zip",
        packed(),
        packed(MAIN[0]),
        packed(*MAIN, ("run.sh", b"rm")),
        packed(*MAIN, ("../rules.yaml", b"x")),
        packed(*MAIN, ("a/b/rules.yaml", b"x")),
        packed(*MAIN, ("other/rules.yaml", b"x")),
        packed(*MAIN, ("rules.yaml", b"\xff")),
        packed(*MAIN, ("rules.yaml", b" " * (MOST_BYTES + 9))),
        packed(*MAIN, *((f"r{number}.yaml", b"x") for number in range(60))),
        packed(*MAIN)[:-30],
    ],
)
def test_whatever_is_no_policy_is_refused(content: bytes) -> None:
    with pytest.raises(ProvisoError, match="draft-files-wrong"):
        files_of_zip(content)


def test_a_folder_that_is_not_there_is_refused(tmp_path) -> None:
    with pytest.raises(ProvisoError, match="draft-files-wrong"):
        files_of_folder(tmp_path / "none")
