"""What can go wrong with a request about a right."""

from governance.errors.kind import ErrorKind

KINDS = (
    ErrorKind(
        "request-incomplete",
        "Something is missing",
        "The request cannot be taken without {what}.",
        "Go back, add it, and send the form again.",
    ),
    ErrorKind(
        "request-elsewhere",
        "The request stands elsewhere by now",
        "What was to be done with this request is not possible where it stands, or somebody was faster.",
        "Reload the page to see how it stands.",
    ),
    ErrorKind(
        "code-wrong",
        "This does not fit",
        "The reference or the code is not right, is too old, or was tried too often.",
        "Ask for a new code and enter it within its time; look closely at the reference, too.",
    ),
    ErrorKind(
        "extension-too-late",
        "It is too late to extend",
        "The law lets an extension be told only before the first date has passed.",
        "Answer the request now; that it is late is on record.",
    ),
    ErrorKind(
        "extension-twice",
        "It was extended already",
        "The law knows one extension.",
        "Answer by the date that was told.",
    ),
    ErrorKind(
        "extension-unknown",
        "This cannot be extended",
        "The law knows no extension for this kind of request.",
        "Carry it out now.",
    ),
    ErrorKind(
        "second-person-needed",
        "A second person has to decide",
        "Whoever proposed a refusal cannot approve it.",
        "Ask another data protection officer to look at it.",
    ),
    ErrorKind(
        "answer-incomplete",
        "The answer is not complete",
        "The law wants something that is not in it, so it was not sent: {what}.",
        "Add it to the policy or mend what could not be gathered; the answer is then made by itself.",
    ),
    ErrorKind(
        "answer-gone",
        "The answer is gone",
        "Its time to be fetched has passed, so its key was destroyed.",
        "Ask again: you get a fresh one.",
    ),
    ErrorKind(
        "correction-taken",
        "This value belongs to somebody else",
        "Another account has the value that was to be put in.",
        "Ask the person for another one.",
    ),
    ErrorKind(
        "correction-by-hand",
        "A person has to put this right",
        "What is wrong is not a field that the software could change by itself.",
        "Put it right by hand and say what was done, or propose to refuse it with a ground.",
    ),
    ErrorKind(
        "address-unconfirmed",
        "The new address has not answered yet",
        "The new e-mail address was written to and counts once it has answered.",
        "You need do nothing: the request is answered when the address has.",
    ),
    ErrorKind(
        "recipients-to-tell",
        "Recipients have to be told",
        "Data was passed on to {count} recipients, who have to learn of this change.",
        "Tell them, and note on the request's page in the officer's desk that it is done.",
    ),
    ErrorKind(
        "case-ended",
        "This case has ended",
        "What was to be done with it is possible only while it goes on.",
        "Go back to the list; whoever writes again opens a new case.",
    ),
    ErrorKind(
        "case-unreachable",
        "Nobody can be written to",
        "No address is known at which this is answered, or the policy lets nobody be written to there.",
        "Close the case; if it was written from an account, the answer can wait there.",
    ),
    ErrorKind(
        "erasure-going-on",
        "The erasure is not finished",
        "Of the steps of the erasure, {steps} are still to be taken.",
        "You need do nothing: the clock goes on with it, and the request is answered by itself.",
    ),
    ErrorKind(
        "register-wrong",
        "Something in the entry does not fit",
        "These fields hold something that they cannot hold: {what}.",
        "Put them right and send the entry again.",
    ),
    ErrorKind(
        "register-moved",
        "The entry was changed meanwhile",
        "Somebody wrote to it since you opened it, or what you asked for does not fit its state; nothing was changed.",
        "Open it again and look at what it says now.",
    ),
    ErrorKind(
        "register-incomplete",
        "The entry is not complete",
        "It can be final when this is filled in: {what}.",
        "Fill it in. Until then the entry counts for nothing.",
    ),
    ErrorKind(
        "demand-open",
        "The demand is not decided",
        "Data is handed over when two officers have agreed to do so and the account is known; that is not so.",
        "Finish the entry, have another officer agree, and try again.",
    ),
)
