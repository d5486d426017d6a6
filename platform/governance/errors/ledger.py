"""What can be wrong with the ledger and its key."""

from governance.errors.kind import ErrorKind

KINDS = (
    ErrorKind(
        "ledger-damaged",
        "The ledger does not add up",
        "Entry {number} of the ledger was changed after it was written; nothing more is signed.",
        "Run the ledger's verification and compare with the last signed checkpoint that was kept elsewhere.",
    ),
    ErrorKind(
        "ledger-missing",
        "There is no ledger here",
        "The folder {folder} holds no database, so there is nothing to check.",
        "Name the right folder in PROVISO_HOME and check again.",
    ),
    ErrorKind(
        "ledger-rolled-back",
        "The ledger is not the one that was signed",
        "A checkpoint over {size} entries was kept outside the database, and the ledger does not hold it any more.",
        "Run `proviso restore-check` if you restored a backup; else stop writing and run `proviso ledger verify`.",
    ),
    ErrorKind(
        "ledger-key-retired",
        "Another key signs the ledger by now",
        "The ledger handed over to a new key, and this process or machine still holds the old one.",
        "Bring the new key's file to this machine, or start the process again.",
    ),
    ErrorKind(
        "ledger-key-fixed",
        "The ledger's key cannot be replaced",
        "The file of the ledger's key, or its folder, cannot be written, so the key stays as it is.",
        "Run this where the key's folder is writable, then bring the new file to the other machines.",
    ),
    ErrorKind(
        "ledger-not-signed",
        "This part of the ledger is not signed yet",
        "No signed checkpoint speaks of {number} entries.",
        "Run `proviso ledger checkpoint` first, or name an entry or a size that was signed.",
    ),
    ErrorKind(
        "ledger-no-proof",
        "There is no such proof",
        "The ledger's entries do not lead to the checkpoint over {size} entries.",
        "Run `proviso ledger verify`: it says where the ledger was changed.",
    ),
)
