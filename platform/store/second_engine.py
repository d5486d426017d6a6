"""Whether the second engine for pages is installed, told without loading it."""

import importlib.util
from pathlib import Path

DETECTION_MODEL, RECOGNITION_MODEL = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
_NEEDS = ("rapidocr", "onnxruntime", "cv2")


def models() -> Path:
    """Find the folder of the models that its wheel brings; raises ValueError when something of it is missing."""
    for name in _NEEDS:
        if importlib.util.find_spec(name) is None:
            raise ValueError(f"the package {name} is not installed")
    spec = importlib.util.find_spec("rapidocr")
    places = list(spec.submodule_search_locations or ()) if spec else []
    for place in places:
        folder = Path(place) / "models"
        if all((folder / name).is_file() for name in (DETECTION_MODEL, RECOGNITION_MODEL)):
            return folder
    raise ValueError("the installed rapidocr does not bring its models")


def is_installed() -> bool:
    """Tell whether everything of it is there."""
    try:
        models()
    except ValueError:
        return False
    return True
