"""One HTML page to one PDF that is PDF/A-3a (for archives) and PDF/UA-1 (for everybody) at once.

Fetches nothing: only what the HTML carries in itself is drawn. The same input gives the same bytes, given the same
fonts and the same release of WeasyPrint.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import pydyf
from weasyprint import CSS, HTML, Attachment
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from governance.errors import ProvisoError

_UA = "http://www.aiim.org/pdfua/ns/id/"
_PDFA = "http://www.aiim.org/pdfa/ns"

# PDF/A admits a property from outside its own list only beside a description of the schema it comes from.
_UA_METADATA = f"""<rdf:Description rdf:about="" xmlns:pdfuaid="{_UA}" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="{_PDFA}/extension/"
 xmlns:pdfaSchema="{_PDFA}/schema#" xmlns:pdfaProperty="{_PDFA}/property#">
 <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>Identification of accessible PDF files</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>{_UA}</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
   <pdfaProperty:name>part</pdfaProperty:name>
   <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
   <pdfaProperty:category>internal</pdfaProperty:category>
   <pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
 </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>""".encode()

# PDF/A forbids smoothed images, which is how WeasyPrint draws them unless told otherwise.
_SHARP = CSS(string="html { image-rendering: crisp-edges }")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file inside the PDF: its name, its bytes, what it is, and how it relates to the page that is read.

    `relationship` is Source (the page was made from it) or Data (the same facts, for machines).
    """

    name: str
    content: bytes
    description: str
    relationship: Literal["Source", "Data"]


class PaperError(ValueError):
    """A page that cannot become an accessible archive file: it names no language or title, or wants to fetch."""


def render_pdf(html: str, *, attachments: Sequence[Enclosure], identifier: bytes, created: datetime) -> bytes:
    """Draw a page as PDF/A-3a and PDF/UA-1 with files enclosed.

    `identifier` is the file's fixed identity (16 bytes or more of a digest), `created` an aware time. Characters that
    no font of this machine has are drawn as their code, [U+1F600]: an archive file may not show an empty box. Raises
    PaperError when the page has no `lang`, no title, or refers to anything outside itself, and
    ProvisoError("paper-fonts-missing") when not even plain letters can be drawn.
    """
    moment = created.astimezone(UTC).replace(microsecond=0)
    pdf, missing = _draw(html, attachments, identifier, moment)
    if missing:
        codes = {code: f"[U+{code:04X}]" for code in missing}
        pdf, missing = _draw(html.translate(codes), attachments, identifier, moment)
    if missing:
        raise ProvisoError("paper-fonts-missing")
    return pdf


def _draw(html: str, attachments: Sequence[Enclosure], identifier: bytes, moment: datetime) -> tuple[bytes, set[int]]:
    """Draw once; returns the file and the characters (code points) that no font had."""
    fetcher = URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    enclosed = [
        Attachment(
            string=one.content,
            name=one.name,
            description=one.description,
            relationship=one.relationship,
            # WeasyPrint writes these as they are, with a Z behind them.
            created=moment.replace(tzinfo=None),
            modified=moment.replace(tzinfo=None),
        )
        for one in sorted(attachments, key=lambda one: one.name)
    ]
    try:
        document = HTML(string=html, url_fetcher=fetcher).render(stylesheets=[_SHARP], pdf_variant="pdf/a-3a")
    except FatalURLFetchingError as error:
        raise PaperError("the page refers to something outside itself; embed it as a data: address") from error
    metadata = document.metadata
    if not metadata.lang or not metadata.title:
        raise PaperError("the page needs a lang attribute and a title")
    metadata.created = metadata.modified = moment.isoformat().replace("+00:00", "Z")
    missing: set[int] = set()

    def finish(document: Any, pdf: Any) -> None:
        for font in document.fonts.values():
            missing.update(font.missing)
        for item in pdf.objects:
            if isinstance(item, pydyf.Stream) and item.extra.get("Type") == "/Metadata":
                item.stream = [part.replace(b"</rdf:RDF>", _UA_METADATA, 1) for part in item.stream]
        if "AF" in pdf.catalog:
            # Every associated file stands in this list twice, once by its name and once by its object.
            pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))

    content = document.write_pdf(
        pdf_variant="pdf/a-3a", attachments=enclosed, pdf_identifier=identifier, finisher=finish
    )
    return content, missing
