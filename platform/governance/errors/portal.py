"""What the portal answers when a request cannot be served."""

from governance.errors.kind import ErrorKind

KINDS = (
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
        "Choose a PDF or a picture (PNG, JPEG, TIFF, WebP, BMP, GIF, HEIC, AVIF) and send it again.",
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
        "upload-too-slow",
        "It came too slowly",
        "What was being sent stopped, or took longer than we wait; nothing of it was kept.",
        "Send it again over a steadier connection, or send a smaller file.",
    ),
    ErrorKind(
        "portal-full",
        "Too many large files at once",
        "Other people are sending large files at this moment, so yours was not kept.",
        "Try again in a few seconds.",
    ),
    ErrorKind(
        "length-missing",
        "The request does not say how long it is",
        "It came in pieces without its length, which we do not wait for.",
        "Send it with its length, as every browser does.",
    ),
    ErrorKind(
        "link-expired",
        "This address does not work any more",
        "It was used already, is too old, or was cut off in the e-mail; nothing was changed.",
        "Ask for a new one where you asked for this one.",
    ),
    ErrorKind(
        "account-refused",
        "We cannot open an account for you",
        "From what you told us, we may not collect anything about you, so nothing you entered was kept.",
        "If you are a parent or guardian and have a question, write to the contact in the privacy policy.",
    ),
    ErrorKind(
        "audit-not-agreed",
        "Your audit does not cover this",
        "You were let in as an auditor for other parts, or until a day that has passed.",
        "Ask the data protection officer to have the end or the scope changed, if that was agreed.",
    ),
)
