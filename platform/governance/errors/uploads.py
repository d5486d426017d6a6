"""What can be wrong with an upload."""

from governance.errors.kind import ErrorKind

KINDS = (
    ErrorKind(
        "file-empty",
        "The file is empty",
        "The file has no bytes.",
        "Choose the file again; if it is still empty, scan the page once more.",
    ),
    ErrorKind(
        "file-too-large",
        "The file is too large",
        "The file is larger than {limit_mb} MB.",
        "Split it into smaller files, or scan at 200 to 300 dots per inch.",
    ),
    ErrorKind(
        "file-type-unknown",
        "This is not a page we can read",
        "The content is not a PDF, PNG, JPEG, TIFF, WebP, BMP, GIF, HEIC or AVIF file, whatever its name says.",
        "Save the page as PDF, PNG or JPEG and upload that file.",
    ),
    ErrorKind(
        "file-encrypted",
        "The PDF is locked with a password",
        "The PDF is encrypted and cannot be opened without its password.",
        "Open it in your PDF program with its password, save or print it as a new PDF without one, and upload that.",
    ),
    ErrorKind(
        "file-damaged",
        "The file is damaged",
        "The {format} file is cut short or damaged.",
        "Open it on your own device to check it, then save or scan it again.",
    ),
    ErrorKind(
        "file-too-many-pages",
        "The file has too many pages",
        "The file has {pages} pages; at most {limit} are read at once.",
        "Split the file and upload the parts one after the other.",
    ),
    ErrorKind(
        "page-too-many-pixels",
        "A page is too large to open",
        "Page {page} would have {megapixels} megapixels; at most {limit} are opened.",
        "Scan the page at 200 to 300 dots per inch and upload it again.",
    ),
    ErrorKind(
        "file-hostile",
        "The file could not be opened safely",
        "Opening the {format} file broke a safety limit ({limit}).",
        "Save the page anew as a plain PDF or PNG and upload that copy.",
    ),
    ErrorKind(
        "file-too-slow",
        "Opening the file took too long",
        "The {format} file kept the decoder busy for more than {seconds} seconds, which no page needs.",
        "Save the page anew as a plain PDF or PNG at 200 to 300 dots per inch and upload that copy.",
    ),
    ErrorKind(
        "file-memory",
        "Opening the file needs too much memory",
        "The {format} file unpacks to more than the {megabytes} MB that a file may use.",
        "Save the page anew as a plain PDF or PNG at 200 to 300 dots per inch and upload that copy.",
    ),
    ErrorKind(
        "decoder-killed",
        "Opening the file was interrupted",
        "The program that opened the file was stopped from outside; that is not the file's fault.",
        "Upload it again; if this lasts, tell the operator that the machine may be short of memory.",
    ),
    ErrorKind(
        "language-unknown",
        "This language cannot be read here",
        "A language was asked for that is not installed. Installed: {offered}.",
        "Choose one of the languages offered, or ask the operator to install the one you need.",
    ),
    ErrorKind(
        "reading-mode-unknown",
        "This way of reading is not offered here",
        "A way of reading was asked for that is not available. Available: {offered}.",
        "Choose one of the ways offered; the operator can install the second engine that accurate reading needs.",
    ),
    ErrorKind(
        "file-unreadable",
        "The file could not be read",
        "The system did not let the file be read ({reason}).",
        "Check that the file exists and that you may read it, then try again.",
    ),
)
