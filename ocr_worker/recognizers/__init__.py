"""What finds personal data in a page's text, one kind of data a file."""

from ocr_worker.recognizers.choice import Choice, read_choice
from ocr_worker.recognizers.chosen import Ours, Recognizer
from ocr_worker.recognizers.presidio import presidio_recognizers
from ocr_worker.recognizers.view import View

__all__ = ["Choice", "Ours", "Recognizer", "View", "presidio_recognizers", "read_choice"]
