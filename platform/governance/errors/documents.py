"""What can become of a document, a text or a record."""

from governance.errors.kind import ErrorKind

KINDS = (
    ErrorKind(
        "gate-refused",
        "The policy does not allow this",
        "The gate refused this step. Clauses: {clauses}.",
        "Read the clauses on the privacy policy page; ask the data protection contact if you disagree.",
    ),
    ErrorKind(
        "permit-refused",
        "The gate took its permission back",
        "What was allowed a moment ago is not allowed any more, so reading stopped.",
        "Look at what happened to the document; upload it again if the reason is gone.",
    ),
    ErrorKind(
        "account-needed",
        "An account is needed",
        "Documents are read only for somebody who is logged in.",
        "Log in, or open an account.",
    ),
    ErrorKind(
        "not-found",
        "There is nothing here",
        "Nothing with this address exists for you.",
        "Go back to your documents and choose one from the list.",
    ),
    ErrorKind(
        "document-cancelled",
        "You cancelled this document",
        "The document was cancelled before it was read to its end, and deleted.",
        "Upload it again if you want it read after all.",
    ),
    ErrorKind(
        "document-expired",
        "The document's time ran out",
        "The document reached the policy's latest date before it was read, and was deleted.",
        "Upload it again; if this happens again, tell the operator that no worker is reading.",
    ),
    ErrorKind(
        "document-lost",
        "The service was restarted",
        "The service stopped while it held the document; its key died with it, so nobody can read it now.",
        "Upload it again.",
    ),
    ErrorKind(
        "worker-died",
        "Reading was interrupted",
        "The program that read the document stopped more than once, so the document was deleted.",
        "Upload it again; a file that always does this should be saved anew as a plain PDF.",
    ),
    ErrorKind(
        "job-timed-out",
        "Reading took too long",
        "The document was not read within the time allowed for it, and was deleted.",
        "Split it into smaller files and upload them one after the other.",
    ),
    ErrorKind(
        "reading-failed",
        "Reading failed",
        "A fault of ours stopped the reading; the document was deleted.",
        "Upload it again; if it fails again, tell the operator this page's address.",
    ),
    ErrorKind(
        "text-gone",
        "The text is gone",
        "The text was deleted, or its time has passed; nobody can read it any more.",
        "Upload the page again if you still need its text.",
    ),
    ErrorKind(
        "text-not-written",
        "A text could not be written",
        "The system did not let a text be written into the folder named with --to ({reason}).",
        "Make room there or name another folder; the same command then goes on where it stopped.",
    ),
    ErrorKind(
        "copy-gone",
        "The copy is gone",
        "The copy was deleted, or its time has passed; nobody can open it any more.",
        "Upload the page again and ask for the copy once more.",
    ),
    ErrorKind(
        "copy-failed",
        "The copy could not be made",
        "A fault of ours stopped the making of the copy; nothing of it was kept.",
        "Upload the page again; if it fails again, tell the operator this page's address.",
    ),
    ErrorKind(
        "copy-too-large",
        "The copy would be too large",
        "The pictures of all pages take more than {limit_mb} MB, so no copy was made.",
        "Split the document into smaller files and upload them one after the other.",
    ),
    ErrorKind(
        "copy-unconfirmed",
        "The copy is not safe to hand out",
        "Each time the painted pages were read again, more personal data was found, so the copy was destroyed.",
        "Scan the pages straighter and finer, or paint what must not be seen with a pen before you scan.",
    ),
    ErrorKind(
        "copy-not-made",
        "There is no copy",
        "The document came to its end before it was read, so no copy was made.",
        "Upload the page again and ask for the copy once more.",
    ),
    ErrorKind(
        "record-failed",
        "The record could not be made",
        "Making the record of processing stopped with a fault; no record was issued.",
        "Ask for it again; if it fails again, run `proviso doctor` and look at the worker's log.",
    ),
    ErrorKind(
        "house-not-running",
        "No worker answers",
        "The key server or the worker is not running, so nothing can be read.",
        "Start everything with `bin/up` in another window and try again.",
    ),
    ErrorKind(
        "deletion-delayed",
        "The deletion is not finished yet",
        "The key server or the storage did not answer; nothing can be read meanwhile.",
        "You need do nothing: it is tried again every few seconds until it is done.",
    ),
    ErrorKind(
        "page-timed-out",
        "Reading a page took too long",
        "Page {page} was not read within {seconds} seconds.",
        "Scan that page again at 200 to 300 dots per inch, straight and without patterns behind the text.",
    ),
    ErrorKind(
        "paper-fonts-missing",
        "The record cannot be drawn on this machine",
        "No font of this machine has plain letters, and an archive file may not show empty boxes.",
        "Install the DejaVu fonts (Debian: apt-get install fonts-dejavu-core) and make the record again.",
    ),
)
