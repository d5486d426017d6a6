"""The mainland of Europe."""

from stdnum.at import vnr
from stdnum.be import nn
from stdnum.bg import egn
from stdnum.ch import ssn as ahv
from stdnum.cz import rc
from stdnum.de import idnr
from stdnum.dk import cpr
from stdnum.ee import ik
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nif as spi
from stdnum.fr import nir
from stdnum.gr import amka
from stdnum.hr import oib
from stdnum.is_ import kennitala
from stdnum.it import codicefiscale
from stdnum.lt import asmens
from stdnum.nl import bsn
from stdnum.no import fodselsnummer
from stdnum.pl import pesel
from stdnum.pt import nif
from stdnum.ro import cnp
from stdnum.se import personnummer
from stdnum.si import emso

from ocr_worker.recognizers.national.kind import Kind, proves

_finnish = proves(hetu)


def _henkilotunnus(compact: str) -> bool:
    """The mark of the century is part of the number; a hyphen, the commonest, is a separator to us."""
    return _finnish(compact) or (len(compact) == 10 and _finnish(f"{compact[:6]}-{compact[6:]}"))


EUROPE = (
    Kind("AT_VNR", ("dddddddddd", "dddd dddddd"), proves(vnr)),
    Kind("BE_NATIONAL_NUMBER", ("ddddddddddd", "dd dd dd ddd dd"), proves(nn), alone=("dd dd dd ddd dd",)),
    Kind("BG_EGN", ("dddddddddd",), proves(egn)),
    Kind("CH_AHV", ("ddddddddddddd", "ddd dddd dddd dd"), proves(ahv), alone=("ddddddddddddd", "ddd dddd dddd dd")),
    Kind("CZ_RODNE_CISLO", ("dddddddddd", "dddddd dddd"), proves(rc)),
    Kind("DE_TAX_ID", ("ddddddddddd", "dd ddd ddd ddd"), proves(idnr), alone=("dd ddd ddd ddd",)),
    Kind("DK_CPR", ("dddddddddd", "dddddd dddd"), proves(cpr)),
    Kind("EE_ISIKUKOOD", ("ddddddddddd",), proves(ik)),
    Kind("ES_NIF", ("ddddddddL", "dddddddd L", "dd ddd ddd L"), proves(dni), alone=("ddddddddL", "dddddddd-L")),
    Kind("ES_NIE", ("LdddddddL", "L ddddddd L"), proves(nie), alone=("LdddddddL", "L-ddddddd-L")),
    Kind(
        "FI_PERSONAL_IDENTITY_CODE",
        ("ddddddLdddX", "dddddd dddX"),
        _henkilotunnus,
        alone=("ddddddLdddX", "dddddd-dddX"),
    ),
    Kind(
        "FR_NIR",
        ("dddddXddddddddd", "d dd dd dX ddd ddd dd", "dddddXddddddd dd"),
        proves(nir),
        alone=("dddddXddddddddd", "d dd dd dX ddd ddd dd", "dddddXddddddd dd"),
    ),
    Kind("FR_SPI", ("ddddddddddddd", "dd dd ddd ddd ddd"), proves(spi), alone=("dd dd ddd ddd ddd",)),
    Kind("GR_AMKA", ("ddddddddddd",), proves(amka)),
    Kind("HR_OIB", ("ddddddddddd",), proves(oib)),
    Kind("IS_KENNITALA", ("dddddddddd", "dddddd dddd"), proves(kennitala)),
    Kind(
        "IT_FISCAL_CODE",
        ("LLLLLLXXLXXLXXXL", "LLL LLL XXLXX LXXXL"),
        proves(codicefiscale),
        alone=("LLLLLLXXLXXLXXXL", "LLL LLL XXLXX LXXXL"),
    ),
    Kind("LT_ASMENS_KODAS", ("ddddddddddd",), proves(asmens)),
    Kind("NL_BSN", ("ddddddddd", "dddd dd ddd", "ddd ddd ddd"), proves(bsn)),
    Kind("NO_FODSELSNUMMER", ("ddddddddddd", "dddddd ddddd"), proves(fodselsnummer), alone=("dddddd ddddd",)),
    Kind("PL_PESEL", ("ddddddddddd",), proves(pesel), alone=("ddddddddddd",)),
    Kind("PT_NIF", ("ddddddddd", "ddd ddd ddd"), proves(nif)),
    Kind("RO_CNP", ("ddddddddddddd",), proves(cnp), alone=("ddddddddddddd",)),
    Kind("SE_PERSONNUMMER", ("dddddddddd", "dddddd dddd", "dddddddddddd", "dddddddd dddd"), proves(personnummer),
         alone=("dddddd-dddd", "dddddddd-dddd")),
    Kind("SI_EMSO", ("ddddddddddddd",), proves(emso), alone=("ddddddddddddd",)),
)  # fmt: skip
