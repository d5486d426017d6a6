"""The words that make a stretch of text an address: streets, units, postcodes and countries."""

import re

from babel import Locale

CAPITAL = r"[A-ZÀ-ÖØ-ÞŁŚŻŠŽČĆĐŐŰİŞĞŹŃĘĄĚŘŤĎŇŮ]"
WORD = rf"{CAPITAL}[\w'’.\-]*\w"
PARTICLE = (
    r"(?:de|da|das|del|dei|della|delle|degli|des|di|do|dos|du|den|der|la|las|le|les|los|van|von|zu|zum|zur|y|e|am|an|bei|im|in|ob|sur|sous|en"
    r"|lès|upon|the|of|on|aan|de[ ]l['’]|l['’]|d['’]|d['’]el)"
)
PLACE = rf"{WORD}(?:[ \-](?:{PARTICLE}[ \-]){{0,2}}{WORD}){{0,3}}"

_STREET_WORDS = """
    alley avenue ave bank bend boulevard blvd bridge brook brooks bypass causeway center centers centre circle circles
    close club common commons corner corners course court courts ct cove coves creek crescent cres crest crossing
    crossroad crossroads curve dale dam divide drive drives dr estate estates expressway extension extensions fall falls
    ferry field fields flat flats ford fords forest forge forges fork forks fort freeway
    garden gardens gate gateway glen
    glens green greens grove groves harbor harbors harbour haven heights highway hwy hill hills hollow inlet island
    islands isle junction junctions key keys knoll knolls lake lakes land landing lane ln light lights loaf lock locks
    lodge loop mall manor manors meadow meadows mews mill mills mission motorway mount mountain mountains neck orchard
    oval overpass parade park parks parkway parkways pass passage path pike pine pines place pl plain plains plaza point
    points port ports prairie quay radial ramp ranch rapid rapids rest ridge ridges rise river road roads rd route row
    run shoal shoals shore shores skyway spring springs spur spurs square squares sq station stations stravenue stream
    street streets st summit terrace throughway trace track tracks trafficway trail trails tunnel turnpike underpass
    union unions valley valleys via viaduct view views village villages ville vista walk walks wall way ways well wells
    wharf wynd yard
"""
STREET_WORDS = frozenset(_STREET_WORDS.split())
"""Last words of street names in English, as posts write and shorten them."""

UNIT = (
    r"(?:[Ff]lat|[Aa]partment|[Aa]pt|[Uu]nit|[Ss]uite|[Ss]te|[Ss]tudio|[Rr]oom|[Pp]iso|[Pp]uerta"
    r"|Whg|App?t|APT|FLAT|UNIT|SUITE)"
    r"\.?[ \n]{1,2}#?(?=\w*\d|[A-Z]\b)\w{1,5}"
)
GERMANIC = re.compile(
    rf"\b{CAPITAL}[\w.\-]*(?:[Ss]tr\.|[Ss]traße|[Ss]trasse|[Ss]traat|[Pp]latz|[Ww]eg|[Aa]llee"
    rf"|[Gg]asse|[Rr]ing|[Dd]amm|[Uu]fer|[Ss]tieg"
    r"|laan|plein|gracht|kade|gatan|gata|vägen|veien|vegen|vej|gade|gade|katu|tie|allé|alle|stræde)[ \n]\d{1,4}"
    r"(?:[ ]?[a-zA-Z]\b)?(?:[/\-]\d{1,3})?"
)
ROMANCE = re.compile(
    rf"(?<![\w.,/:\-])(?:\d{{1,4}}[ ]?(?:bis|ter)?,?[ ])?(?:[Rr]ue|[Aa]venue|[Aa]v\.|[Bb]oulevard"
    rf"|[Bb]d|[Cc]hemin|[Pp]lace|[Aa]llée|[Ii]mpasse|[Qq]uai|[Rr]oute|[Cc]ours"
    rf"|[Cc]alle|[Cc]/|[Aa]venida|[Aa]vda\.?|[Pp]aseo|[Pp]laza|[Rr]onda|[Cc]amino|[Gg]lorieta"
    rf"|[Cc]uesta|[Pp]asaje|[Rr]ambla|[Cc]allej[oó]n|[Vv][ií]a|[Aa]cceso"
    rf"|[Uu]rbanizaci[oó]n|[Aa]lameda|[Tt]raves[ií]a|[Cc]añada|[Cc]arrer|[Cc]arretera|[Vv]iale"
    rf"|[Pp]iazza|[Pp]iazzale|[Cc]orso|[Ll]argo|[Vv]icolo|[Rr]ua|[Pp]raça|[Uu]l\.|[Uu]lica|[Aa]l\.)[ \n]"
    rf"(?:{PARTICLE}[ \n]?){{0,3}}{WORD}(?:[ \n\-](?:{PARTICLE}[ ]){{0,2}}{WORD}){{0,3}}(?:,?[ \n]"
    rf"(?:n[ºo°]\.?[ ]?)?\d{{1,4}}[a-zA-Z]?\b)?"
)
POST_BOX = re.compile(
    r"\b(?:P\.?[ ]?O\.?[ ]?Box|PO[ ]Box|Postfach|Bo[iî]te[ ]postale|Apartado)[ ]\d{1,6}\b", re.IGNORECASE
)
_BRITISH = r"(?:GIR[ ]?0AA|[A-Z]{1,2}[0-9OI][0-9A-Z]?[ ]?[0-9OI][A-Z]{2})"
_CANADIAN = r"[ABCEGHJ-NPRSTVXY]\d[A-Z][ ]?\d[A-Z]\d"
_STATE = (
    "A[LKZRSEP]|C[AOT]|D[EC]|F[LM]|G[AU]|HI|I[DLNA]|K[SY]|LA|M[EDAINSOTHP]|N[EVHJMYCD]|O[HKR]"
    "|P[AWR]|RI|S[CD]|T[NX]|UT|V[TAI]|W[AVIY]|AA"
)
TOWN_AND_CODE = re.compile(
    rf"(?:(?<!\w){PLACE},?[ \n])?(?<!\w)(?:{_BRITISH}|{_CANADIAN})(?!\w)"
    rf"|(?<!\w){PLACE},?[ \n](?:{_STATE})[ ,]{{1,2}}\d{{5}}(?:-\d{{4}})?(?!\w)"
    rf"|(?<!\w){PLACE},?[ ](?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT)[ ]\d{{4}}(?!\w)"
)
CODE_AND_TOWN = re.compile(
    rf"(?<![\w.,/:\-])(?:[A-Z]{{1,2}}-)?(?:\d{{5}}|\d{{2}}-\d{{3}}|\d{{3}}[ ]\d{{2}}"
    rf"|\d{{4}}(?:[ ][A-Z]{{2}})?)[ ]{PLACE}"
)
_NO_STATES = frozenset({"EU", "EZ", "UN", "XA", "XB", "QO", "ZZ"})
_SAID_ELSE = """
    England Scotland Wales Northern_Ireland United_States_of_America USA U.S.A. Deutschland España Italia Nederland
    België Belgie Belgique Österreich Schweiz Suisse Polska Sverige Norge Danmark Suomi Brasil México Czech_Republic
    Turkey
    Ivory_Coast Burma Hong_Kong Macau
"""


def _countries() -> frozenset[str]:
    """What countries are called in English, by Unicode's register, and some of them by their own people."""
    named = {
        name
        for code, name in Locale("en").territories.items()
        if code.isalpha() and code not in _NO_STATES and not set(name) & set("()")
    }
    return frozenset({name.replace("’", "'") for name in named} | {n.replace("_", " ") for n in _SAID_ELSE.split()})


COUNTRIES = _countries()
COUNTRY = "(?:" + "|".join(re.escape(name) for name in sorted(COUNTRIES, key=lambda n: (-len(n), n))) + ")"
