"""Where the files that come with Proviso lie: in the checkout, or inside the installed package."""

from importlib.resources import files
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def data_folder(name: str) -> Path:
    """Find `config` or `policies`: the wheel carries them inside `governance`, a checkout at its root."""
    packaged = Path(str(files("governance"))) / "_data" / name
    return packaged if packaged.is_dir() else CHECKOUT / name


def default_home() -> Path:
    """Where an installation keeps its things unless told otherwise: `var` of the checkout, else a hidden folder."""
    if (CHECKOUT / "pyproject.toml").is_file():
        return CHECKOUT / "var"
    return Path.home() / ".proviso"
