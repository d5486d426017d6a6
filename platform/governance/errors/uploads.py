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
        "The content is not a PNG, JPEG, TIFF or PDF file.",
        "Save the page as PDF, PNG, JPEG or TIFF and upload that file.",
    ),
    ErrorKind(
        "file-encrypted",
        "The PDF is locked with a password",
        "The PDF is encrypted and cannot be opened without its password.",
        "Remove the password in your PDF program and upload the unlocked copy.",
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
        "file-unreadable",
        "The file could not be read",
        "The system did not let the file be read ({reason}).",
        "Check that the file exists and that you may read it, then try again.",
    ),
)
