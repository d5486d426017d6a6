"""The kinds of ledger entry, and what each one tells an auditor."""

from collections.abc import Mapping
from types import MappingProxyType

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "policy.in-force": "A policy was loaded for the first time and its gate took over.",
        "decision.allowed": "The gate allowed a step; a permit was issued where something sealed is opened.",
        "decision.refused": "The gate refused a step; nothing was done.",
        "upload.refused": "An upload could not be accepted for a reason of its own; nothing was stored.",
        "document.received": "A document was sealed and given its date of deletion.",
        "document.ended": "A document reached an end; from here on it may only be erased.",
        "document.deleted": "A document's key and its sealed bytes were destroyed.",
        "document.retried": "A document went back to the queue: its worker died or stopped, or the house had a fault.",
        "text.made": "A reading was sealed and waits for the person's choice.",
        "text.kept": "The person chose to keep the text; it has a new date of deletion.",
        "text.deleted": "A text's key and its sealed bytes were destroyed.",
        "copy.made": "A copy that was asked for was sealed and given its date of deletion.",
        "copy.refused": "A copy that was asked for could not be made, or was not confirmed; nothing of it was kept.",
        "copy.deleted": "A copy's key and its sealed bytes were destroyed.",
        "consent.given": "A person gave a consent.",
        "consent.withdrawn": "A person took a consent back.",
        "session.ended": "A person ended log-ins of theirs, or they ended with a change of the password.",
        "account.changed": "A person changed something about their account; which part, never to what.",
        "message.written": "A message to a person was allowed and put into the outbox.",
        "message.sent": "A message was handed to the mail server, or, where there is none, laid out to be read here.",
        "message.given-up": "A message could not be sent, or was not allowed any more.",
        "message.erased": "A message reached its date, or its recipient deleted it; it was erased.",
        "request.opened": "A person asked for something that is theirs by right; its clock runs.",
        "request.identified": "It was shown well enough who asks.",
        "request.extended": "A request takes longer than usual; the person was told so, and why, in time.",
        "request.refused": "A request was refused on a ground of the law, by two people.",
        "request.answered": "A request was carried out and answered, wholly or in part.",
        "request.withdrawn": "A person took a request back.",
        "request.expired": "Nobody showed in time who asked, so nothing was done.",
        "request.answer-taken": "An answer was fetched by whoever had asked.",
        "request.answer-destroyed": "An answer reached its date; its key and its sealed bytes were destroyed.",
        "request.step": "Something was done on the way of a request.",
        "person.changed": "What is held about a person, or what may be done with it, was changed at their word.",
        "account.opened": "An account was opened.",
        "erasure.ordered": "The erasure of a person, or of all that came of their uploads, was ordered.",
        "erasure.step": "One part of an erasure was done, with the numbers of what went.",
        "erasure.done": "Everything was looked for again, nothing was found, and the certificate was signed.",
        "recipient.to-be-told": "Somebody outside got data that is erased now and has to be told (GDPR Article 19).",
        "recipient.told": "That recipient was told of the erasure.",
        "certificate.issued": "A certificate of deletion for one document was signed for its owner.",
        "erasures.replayed": "A backup was restored; what had been erased since was erased again at once.",
        "ledger.restored": "A restored backup was accepted; names the checkpoint whose entries are lost.",
        "account.closed": "An account was closed; its data goes by the policy's date.",
        "token.made": "A person gave a program a token, with these scopes and until this moment.",
        "token.ended": "A token was taken back by its person, or its time had come; its digest was deleted.",
        "role.granted": "An account was given a role.",
        "ledger.key-rotated": "The ledger's key handed over to a new one; both signed the handover.",
        "record.asked": "A record of processing was asked for.",
        "record.issued": "A record of processing was made and its digest sealed here.",
        "record.downloaded": "A record of processing was downloaded.",
    }
)

SEALING = frozenset({"record.issued"})
"""Kinds of entry that seal a file: their field `sha256` is the digest of what was handed out."""
