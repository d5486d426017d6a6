"""Errors of holds and of the sweep of what is due."""

from governance.errors.kind import ErrorKind

KINDS = (
    ErrorKind(
        "let-go-reason",
        "Letting go needs a reason",
        "The reason that was given is none of those that can be noted.",
        "Name one of these: {known}",
    ),
    ErrorKind(
        "let-go-nothing",
        "No cap stops this kind",
        "Nothing of this kind waits because of a cap, so there is nothing to let go.",
        "Look again at what is due; the clock deletes it by itself within seconds.",
    ),
    ErrorKind(
        "hold-ground",
        "A hold needs a ground of the law",
        "The ground that was given is none of those that the law knows for this kind of hold.",
        "Name one of these: {known}",
    ),
    ErrorKind(
        "hold-end",
        "A hold needs an end",
        "The end that was given lies in the past.",
        "Name the day on which the hold ends by itself; it can be placed again before that.",
    ),
    ErrorKind(
        "hold-owner",
        "A hold needs somebody who answers for it",
        "Nobody is named who answers for the hold.",
        "Name the office that answers for it, such as the legal department.",
    ),
)
