"""Numbers that states give to people: how they are written and what proves them, by continent."""

from ocr_worker.recognizers.national.africa_and_middle_east import AFRICA_AND_MIDDLE_EAST
from ocr_worker.recognizers.national.americas import AMERICAS
from ocr_worker.recognizers.national.asia_pacific import ASIA_PACIFIC
from ocr_worker.recognizers.national.britain_and_ireland import BRITAIN_AND_IRELAND
from ocr_worker.recognizers.national.europe import EUROPE
from ocr_worker.recognizers.national.kind import Kind

KINDS: tuple[Kind, ...] = (
    *BRITAIN_AND_IRELAND,
    *EUROPE,
    *AMERICAS,
    *ASIA_PACIFIC,
    *AFRICA_AND_MIDDLE_EAST,
)
"""Every kind of number there is; which are looked for, and beside which labels, is chosen in the configuration."""
