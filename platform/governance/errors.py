"""Every error a person can meet: a stable code, a plain sentence, and what to do next.

The data of an error is never personal: sizes, limits, formats, codes and clause numbers, not names or text.
Doors (portal, console, worker) choose the status; nothing here knows HTTP.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """One entry of the catalogue: `sentence` and `next_step` are format strings over the error's data."""

    code: str
    title: str
    sentence: str
    next_step: str


def _catalogue(*kinds: ErrorKind) -> Mapping[str, ErrorKind]:
    return MappingProxyType({kind.code: kind for kind in kinds})


ERRORS: Mapping[str, ErrorKind] = _catalogue(
    # ---- what was uploaded -----------------------------------------------------------------------------
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
    # ---- what became of a document or a text -------------------------------------------------------------
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
    # ---- the storeroom and how it is set up --------------------------------------------------------------
    ErrorKind(
        "settings-wrong",
        "A setting cannot be used",
        "{where}: {problem}.",
        "Correct it; config/default.toml explains every setting with its unit.",
    ),
    ErrorKind(
        "storage-unavailable",
        "The storage does not answer",
        "The {part} did not answer; nothing was stored or opened.",
        "Try again in a moment; if it lasts, tell the operator.",
    ),
    ErrorKind(
        "key-server-persistent",
        "The key server writes to disk",
        "Keys of documents must die with the key server's memory, but its setting {setting} would keep them.",
        'Give the key server `save ""` and `appendonly no`, or point keys_url at one that has them.',
    ),
    ErrorKind(
        "secret-exposed",
        "A secret can be read by others",
        "The secret {name} is missing, damaged, or open to other users of this machine.",
        "Give its file the mode 0600 and the service's user as owner, then start again.",
    ),
    ErrorKind(
        "sealed-damaged",
        "The sealed bytes are damaged",
        "What was stored does not fit its key any more, so it cannot be opened.",
        "Upload the page again; the operator should check the storage for damage or tampering.",
    ),
    ErrorKind(
        "ledger-damaged",
        "The ledger does not add up",
        "Entry {number} of the ledger was changed after it was written; nothing more is signed.",
        "Run the ledger's verification and compare with the last signed checkpoint that was kept elsewhere.",
    ),
    # ---- the policy itself ---------------------------------------------------------------------------------
    ErrorKind(
        "policy-refused",
        "The policy cannot be used",
        "The policy has {errors} errors; the first is {first}",
        "Run `proviso policy check`, which lists them all, and mend each at the place it names.",
    ),
    # ---- reading ---------------------------------------------------------------------------------------
    ErrorKind(
        "page-timed-out",
        "Reading a page took too long",
        "Page {page} was not read within {seconds} seconds.",
        "Scan that page again at 200 to 300 dots per inch, straight and without patterns behind the text.",
    ),
    # ---- the portal ----------------------------------------------------------------------------------------
    ErrorKind(
        "request-wrong",
        "We could not understand that",
        "Something in the address or in what was sent is missing or not as expected.",
        "Go back, check what you entered, and try once more.",
    ),
    ErrorKind(
        "form-expired",
        "The form is too old",
        "The form was open for too long, or you have logged in or out since; nothing was done.",
        "Go back, reload the page, and send the form again.",
    ),
    ErrorKind(
        "file-missing",
        "No file was chosen",
        "The form arrived without a file.",
        "Choose a PDF, PNG, JPEG or TIFF file and send it again.",
    ),
    ErrorKind(
        "role-needed",
        "This page is not for your account",
        "The page exists for another role than the one you have here.",
        "Go back to your own pages; whoever runs this service can give an account another role.",
    ),
    ErrorKind(
        "method-wrong",
        "This address cannot be used that way",
        "The page exists, but not for what was sent to it.",
        "Open it from a link or a button of the page before it.",
    ),
    ErrorKind(
        "too-many-requests",
        "That was too often",
        "There were too many attempts in a short time, so this one was not looked at.",
        "Wait a minute, then try again.",
    ),
    ErrorKind(
        "portal-fault",
        "Something went wrong on our side",
        "A fault of ours stopped this page; what it was is in our log, without anything about you.",
        "Try again in a moment; if it lasts, tell the operator what you were about to do.",
    ),
    ErrorKind(
        "not-ready",
        "The service is not ready",
        "A part of the service does not answer at the moment; nothing was stored.",
        "Try again in a minute.",
    ),
    ErrorKind(
        "account-refused",
        "We cannot open an account for you",
        "From what you told us, we may not collect anything about you, so nothing you entered was kept.",
        "If you are a parent or guardian and have a question, write to the contact in the privacy policy.",
    ),
    # ---- starting the house --------------------------------------------------------------------------------
    ErrorKind(
        "house-running-already",
        "Proviso runs here already",
        "Another start holds the folder {folder}.",
        "Use the one that runs, stop it with Ctrl-C, or set PROVISO_HOME and PROVISO_WEB_PORT for a second one.",
    ),
    ErrorKind(
        "port-taken",
        "The port is taken",
        "Something else listens on {host}, port {port}.",
        "Stop it, or choose another port: PROVISO_WEB_PORT=9000 bin/up",
    ),
    ErrorKind(
        "process-failed",
        "A part of the house does not stay up",
        "The process {process} ended again and again, so everything was stopped.",
        "Run `proviso doctor` to see what this machine lacks, then `bin/up --verbose` to see what the process says.",
    ),
    # ---- paper -----------------------------------------------------------------------------------------
    ErrorKind(
        "paper-fonts-missing",
        "The record cannot be drawn on this machine",
        "No font of this machine has plain letters, and an archive file may not show empty boxes.",
        "Install the DejaVu fonts (Debian: apt-get install fonts-dejavu-core) and make the record again.",
    ),
)


class ProvisoError(Exception):
    """An error of the catalogue, raised with its data.

    `data` holds only what may be shown to anybody: never a name, a text or a path of the person's.
    Raises KeyError at once when `code` is not in the catalogue, so that no undocumented error can leave.
    """

    def __init__(self, code: str, **data: str | float) -> None:
        self.kind = ERRORS[code]
        self.code = code
        self.data: Mapping[str, str | float] = MappingProxyType(dict(data))
        super().__init__(code)

    @property
    def sentence(self) -> str:
        """What happened, in one sentence."""
        return self.kind.sentence.format_map(self.data)

    @property
    def next_step(self) -> str:
        """What the person can do now."""
        return self.kind.next_step.format_map(self.data)

    def as_dict(self) -> dict[str, object]:
        """The error for machines: code, title, message, next step and data."""
        return {
            "code": self.code,
            "title": self.kind.title,
            "message": self.sentence,
            "next_step": self.next_step,
            "data": dict(self.data),
        }
