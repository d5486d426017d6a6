"""What can be wrong with an installation."""

from governance.errors.kind import ErrorKind

KINDS = (
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
        "What was stored does not fit its key or its digest any more, so it is handed to nobody.",
        "Upload the page or make the record again; the operator should check the storage for damage or tampering.",
    ),
    ErrorKind(
        "batch-running",
        "This folder is being submitted already",
        "Another `proviso submit` works through the same folder.",
        "Wait for it, or stop it with Ctrl-C; then this command goes on where it stopped.",
    ),
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
    ErrorKind(
        "record-kind-unknown",
        "There is no such kind of record",
        "A record is one of: {kinds}.",
        "Choose one of these.",
    ),
    ErrorKind(
        "statement-unknown",
        "No record asks for this",
        "The key is none that a record asks for, or the statement is longer than {most} characters.",
        "Run `proviso report state` without a key to see which there are.",
    ),
)
