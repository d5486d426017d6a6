"""Africa, Turkey and the Middle East."""

from stdnum.il import idnr as il_idnr
from stdnum.tr import tckimlik
from stdnum.za import idnr as za_idnr

from ocr_worker.recognizers.national.kind import Kind, proves

AFRICA_AND_MIDDLE_EAST = (
    Kind("IL_IDENTITY", ("ddddddddd", "d dddddddd"), proves(il_idnr)),
    Kind("TR_NATIONAL_ID", ("ddddddddddd",), proves(tckimlik), alone=("ddddddddddd",)),
    Kind("ZA_ID_NUMBER", ("ddddddddddddd", "dddddd dddd ddd"), proves(za_idnr), alone=("ddddddddddddd",)),
)
