"""What programs are answered that call the API."""

from governance.errors.kind import ErrorKind

KINDS = (
    ErrorKind(
        "token-needed",
        "A token is needed",
        "The request has no token, so nobody knows whom the program acts for.",
        "Make a token on the page API tokens of your account and send it as `Authorization: Bearer ppt_…`.",
    ),
    ErrorKind(
        "token-wrong",
        "The token is not good",
        "The token is mistyped, was taken back, has ended, or its account is not open; which of these is not told.",
        "Make a new token on the page API tokens of your account.",
    ),
    ErrorKind(
        "token-unusable",
        "The token could not be made",
        "A token has a name of at most 40 letters, ends within 90 days, and holds only scopes that your account has.",
        "Choose a name, at least one scope and a number of days; take back tokens that you no longer need.",
    ),
    ErrorKind(
        "scope-missing",
        "The token may not do this",
        "This needs the scope {scope}, which the token has not, or for which its account has no role any more.",
        "Make a token with this scope; scopes are chosen when a token is made and never grow.",
    ),
    ErrorKind(
        "fields-wrong",
        "Some of what was sent does not fit",
        "The request does not fit the API's description; the places are listed under `errors`.",
        "Compare with /api/docs and send it again.",
    ),
    ErrorKind(
        "media-type-wrong",
        "The body is of the wrong type",
        "This operation does not read bodies of this media type.",
        "Send one of the types that /api/docs names for it, and say so in Content-Type.",
    ),
    ErrorKind(
        "key-missing",
        "The Idempotency-Key is missing",
        "A request that makes something needs an Idempotency-Key of 16 to 64 letters, digits, hyphens or underscores.",
        "Send a fresh random key, such as a UUID, with every new request, and the same key when you repeat one.",
    ),
    ErrorKind(
        "key-in-flight",
        "The same request is being worked on",
        "A request with this Idempotency-Key came before and has no answer yet.",
        "Wait a few seconds and send the same request again: it gets the first one's answer.",
    ),
    ErrorKind(
        "key-reused",
        "The Idempotency-Key belongs to another request",
        "This Idempotency-Key was used for a request with another address or body.",
        "Send a fresh key with every new request.",
    ),
    ErrorKind(
        "text-not-ready",
        "It is not there yet",
        "The document is still on its way, so there is no text and no copy of it yet.",
        "Look at the document's state and ask again when it is completed.",
    ),
    ErrorKind(
        "record-not-ready",
        "The paper is not there yet",
        "The record is still being made.",
        "Look at the record's state and ask again when it is issued.",
    ),
    ErrorKind(
        "agent-wrong",
        "The agent cannot be written down",
        "There is an agent of this id already, its key has not 32 bytes, or its name or e-mail address is missing.",
        "Copy id, name and verify key from the directory of the Data Rights Protocol, and add an e-mail address.",
    ),
    ErrorKind(
        "drp-unknown",
        "This cannot be exercised here",
        "The message asks for something that is not offered, or in another version of the protocol than 1.0.",
        "Exercise access, access:categories, access:specific, deletion or sale:opt-out with drp.version 1.0.",
    ),
    ErrorKind(
        "receiver-wrong",
        "The receiver cannot be written down",
        "Something about the receiver does not fit: {reason}.",
        "Give it a name, a processor of the policy, an https:// address in the public Internet, and where that is.",
    ),
    ErrorKind(
        "document-gone",
        "The document is gone",
        "The document was deleted, and so was everything that came of it; nobody can read it any more.",
        "Its decisions, at the same address with /decisions behind it, say when and by which rule.",
    ),
)
