"""What rights, states and steps of requests are called, and what each right does, in plain words."""

from dataclasses import dataclass

from governance.rights import Kind, State
from governance.spoken import spoken


@dataclass(frozen=True, slots=True)
class Right:
    """A right as somebody chooses it: what to call it, what it does, and the button that asks for it."""

    name: str
    sentence: str
    button: str


SET_ASIDE = {
    "accuracy": spoken("Something about me is wrong, and you are looking into it"),
    "unlawful": spoken("It should not be used, and I do not want it erased"),
    "needed-by-person": spoken("I need it for a legal claim"),
    "objection": spoken("I objected to a use, and you are weighing that"),
}
"""Why somebody may have their data set aside (GDPR Art. 18(1)), in the words of the page."""

RIGHTS = {
    Kind.ACCESS: Right(
        spoken("See what you hold about me"),
        spoken("You get a letter and a copy of everything: what, what for, who got it, until when."),
        spoken("Ask for a copy"),
    ),
    Kind.CORRECTION: Right(
        spoken("Correct something"),
        spoken("What is wrong about you is put right. The wrong value is not kept."),
        spoken("Ask for a correction"),
    ),
    Kind.DELETION: Right(
        spoken("Delete my data"),
        spoken("Your account and everything with it is erased, but for what a law makes us keep."),
        spoken("Ask for deletion"),
    ),
    Kind.PORTABILITY: Right(
        spoken("Take my data along"),
        spoken("What you gave us, as files that another service can read; they can go straight there."),
        spoken("Ask for the files"),
    ),
    Kind.OBJECTION: Right(
        spoken("Object to a use"),
        spoken("The use that you name, or promotion, advertising and statistics together, stops at once."),
        spoken("Object"),
    ),
    Kind.RESTRICTION: Right(
        spoken("Set my data aside"),
        spoken("It is held and not used, from the moment you ask. A reading under way stops."),
        spoken("Set it aside"),
    ),
    Kind.WITHDRAWAL: Right(
        spoken("Take a consent back"),
        spoken("What rested on it ends at once. What was done before stays lawful."),
        spoken("Take it back"),
    ),
    Kind.KNOW_CATEGORIES: Right(
        spoken("Know the categories (California)"),
        spoken("Which kinds of personal information we collect, from where, what for, and who gets them."),
        spoken("Ask for the categories"),
    ),
    Kind.KNOW_SPECIFIC: Right(
        spoken("Know the specific pieces (California)"),
        spoken("A copy in which numbers that could harm you in the wrong hands are named and not shown."),
        spoken("Ask for the pieces"),
    ),
    Kind.OPT_OUT: Right(
        spoken("Do not sell or share"),
        spoken("Done at once, without any proof of who you are. We sell nothing anyway."),
        spoken("Opt out now"),
    ),
    Kind.LIMIT: Right(
        spoken("Limit sensitive information"),
        spoken("Done at once, without any proof. From then on none of your texts goes to a firm, masked or not."),
        spoken("Limit it now"),
    ),
}

TONES = {
    State.RECEIVED: (spoken("Received"), "busy"),
    State.IDENTITY_ASKED: (spoken("Waits for you"), "busy"),
    State.IDENTIFIED: (spoken("Waits for us"), "busy"),
    State.IN_WORK: (spoken("In work"), "busy"),
    State.IN_REVIEW: (spoken("Being checked"), "busy"),
    State.REFUSAL_PROPOSED: (spoken("Being decided"), "busy"),
    State.ANSWERED: (spoken("Answered"), "done"),
    State.PARTLY_REFUSED: (spoken("Answered in part"), "done"),
    State.REFUSED: (spoken("Refused"), "ended"),
    State.WITHDRAWN: (spoken("Taken back"), "ended"),
    State.EXPIRED: (spoken("Not proved in time"), "ended"),
}

DESK_TONES = {
    **TONES,
    State.IDENTITY_ASKED: ("Waits for the asker", "busy"),
    State.IDENTIFIED: ("Waits for you", "busy"),
    State.IN_REVIEW: ("Texts to release", "busy"),
    State.REFUSAL_PROPOSED: ("Refusal proposed", "busy"),
}
"""The states as an officer is told them."""

SENTENCES = {
    State.RECEIVED: spoken("We have your request."),
    State.IDENTITY_ASKED: spoken("Before anything is done we have to make sure who asks."),
    State.IDENTIFIED: spoken("We know who asks. Our data protection officer looks at your request now."),
    State.IN_WORK: spoken("We are working on it. Often this takes a minute."),
    State.IN_REVIEW: spoken(
        "Texts of yours show names, which may be other people's. Our data protection officer decides from the counts "
        "alone how they are handed out, and reads none of them."
    ),
    State.REFUSAL_PROPOSED: spoken("Two people look at your request before it is decided."),
    State.ANSWERED: spoken("It is done."),
    State.PARTLY_REFUSED: spoken("It is done, except for a part that the law does not let us give."),
    State.REFUSED: spoken("We could not do what you asked. The reason and what you can do stand below."),
    State.WITHDRAWN: spoken("You took it back. Nothing more is done."),
    State.EXPIRED: spoken("Nobody showed in time who asked, so nothing was done."),
}

EVENTS = {
    "open": spoken("The request arrived"),
    "asked_again": spoken("It was asked for again, and joined to this one"),
    "ask_identity": spoken("We asked who is asking"),
    "proof": spoken("A part of the proof was given"),
    "points": spoken("Points about the account were given"),
    "identify": spoken("It is shown who asks"),
    "start": spoken("Work began"),
    "step": spoken("A step was done"),
    "hold": spoken("Held for a check, because of other people's names"),
    "release": spoken("The check is done"),
    "by_hand": spoken("It was put right by hand"),
    "recipients_told": spoken("Those who had got the data were told"),
    "address_asked": spoken("The new address was written to"),
    "telling": spoken("Firms that got data of yours are being told"),
    "told": spoken("A firm that got data of yours was told"),
    "extend": spoken("It takes longer, and we said so"),
    "propose_refusal": spoken("A decision is being prepared"),
    "reject_refusal": spoken("The request goes on"),
    "approve_refusal": spoken("It was refused"),
    "answer": spoken("It was answered"),
    "answer_partly": spoken("It was answered in part"),
    "withdraw": spoken("It was taken back"),
    "expire": spoken("The time for proof ran out"),
    "take": spoken("The answer was fetched"),
    "carry": spoken("You had the answer sent to another service"),
    "carry_refused": spoken("The answer was not sent to another service, because a rule forbids it"),
    "carried": spoken("The other service took the answer"),
    "not_carried": spoken("The other service did not get the answer"),
    "destroy": spoken("Its time was over, so it was destroyed"),
    "details_erased": spoken("What came with the request was erased"),
}
"""The moments of a request that the asker is shown; others are for the officer."""

SENT = {
    "waiting": (spoken("On its way"), "busy"),
    "sent": (spoken("Arrived"), "done"),
    "refused": (spoken("Stopped, because a rule forbids it by now"), "ended"),
    "failed": (
        spoken("The service did not take it. Try again later, or fetch the files and hand them over yourself"),
        "ended",
    ),
    "gone": (spoken("Not sent, because the answer's time was over"), "ended"),
}
"""What became of an answer that was to go to another service."""

STEPS = {
    "rows": spoken("rows of every table"),
    "ledger": spoken("entries of the ledger"),
    "texts": spoken("texts"),
    "letters": spoken("messages, and what you wrote"),
    "copies": spoken("copies of pages"),
    "uploads": spoken("uploads still there"),
    "review": spoken("other people's data"),
    "pack": spoken("the answer written and sealed"),
    "correct": spoken("the value"),
    "recipients": spoken("recipients to be told"),
    "erase": spoken("erasure"),
    "object": spoken("objection in force"),
    "restrict": spoken("restriction in force"),
    "withdraw": spoken("consent taken back"),
    "opt_out": spoken("opt-out in force"),
    "limit": spoken("limit in force"),
}

CHANNELS = {
    "account": spoken("by account"),
    "email": spoken("by e-mail"),
    "agent": spoken("by an agent"),
    "parent": spoken("by a parent"),
}

PROOFS = {
    "logged_in_again": "has logged in again",
    "mailed_code": "reads mail at the address (code)",
    "opening_month": "knows the month in which the account was opened",
    "last_upload_day": "knows the day of the last upload",
    "declaration": "has declared it under penalty of perjury",
    "persons_word": "the person says that they may ask",
    "permission": "signed permission or evidence, accepted by an officer",
}
"""What shows who asks, for the officer."""
