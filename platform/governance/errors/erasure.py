"""What can go wrong when a person is erased, and after a backup was restored."""

from governance.errors.kind import ErrorKind

KINDS = (
    ErrorKind(
        "erasure-unknown",
        "There is no such erasure",
        "This {what} is none that an erasure knows.",
        "Name one of those that governance/erasure.py lists.",
    ),
    ErrorKind(
        "erasure-unfinished",
        "The erasure is not finished yet",
        "Some copies could not be reached; what could be reached is gone, and the rest is tried again until it is.",
        "Nothing needs to be done: the clock goes on with it. If it lasts, the operator should look at the storage.",
    ),
    ErrorKind(
        "erasure-held",
        "Something of this person is held",
        "A hold is in force on something of this person's, so their account and rows stay until it ends.",
        "Nothing needs to be done: when the hold ends or is released, the clock goes on with the erasure.",
    ),
    ErrorKind(
        "erased-list-damaged",
        "The list of the erased is damaged",
        "Line {line} of the list of the erased was changed, or the list belongs to another secret.",
        "Put back the list and its secret from their newest copies; until then no door opens.",
    ),
    ErrorKind(
        "erased-list-missing",
        "The list of the erased is gone",
        "This house has a past, but the file with the list of the erased is not where the settings say.",
        "Put it back, or bring a copy with `proviso restore-check --list COPY`. If there is none any more,"
        " `proviso restore-check --without-list` goes on and writes that down; until then no door opens.",
    ),
    ErrorKind(
        "restore-unfinished",
        "A restored backup still holds what was erased",
        "A backup was restored, and what had been erased since could not be erased again yet.",
        "Bring up the storage that does not answer and start again; until then no door opens.",
    ),
    ErrorKind(
        "certificate-gone",
        "There is no such certificate",
        "No certificate has this reference, or its time has passed.",
        "Check the reference. A certificate that was downloaded stays good without us.",
    ),
    ErrorKind(
        "certificate-early",
        "There is no certificate yet",
        "A certificate says that something is gone, and this is not gone yet.",
        "Come back when it is: its date stands on its page.",
    ),
)
