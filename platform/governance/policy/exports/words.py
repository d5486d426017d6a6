"""What the vocabularies of others call the things that every policy has."""

from typing import Final

GDPR_BASES: Final = {
    "6(1)(a)": ("A6-1-a", "Consent"),
    "6(1)(b)": ("A6-1-b", "Contract"),
    "6(1)(c)": ("A6-1-c", "Legal obligations"),
    "6(1)(d)": ("A6-1-d", "Vital interests"),
    "6(1)(e)": ("A6-1-e", "Public interest"),
    "6(1)(f)": ("A6-1-f", "Legitimate interests"),
}
"""Point of Art. 6 to its name in DPV's extension for the GDPR, and in fideslang."""

GDPR_RIGHTS: Final = {
    "withdraw_consent": "A7-3",
    "access": "A15",
    "rectification": "A16",
    "erasure": "A17",
    "restriction": "A18",
    "portability": "A20",
    "objection": "A21",
    "complaint": "A77",
}

PROCESSING: Final = {
    "collect": "Collect",
    "process": "Use",
    "store": "Store",
    "read": "Consult",
    "share": "Share",
    "export": "MakeAvailable",
    "update": "Modify",
    "erase": "Erase",
    "contact": "Use",
    "train": "Use",
    "set_device": "Store",
}
"""Action to DPV's kind of processing; any other action is plain Processing."""

ROLES: Final = {
    "self": "DataController",
    "data_subject": "DataSubject",
    "processor": "DataProcessor",
    "authority": "Authority",
    "third_party": "ThirdParty",
}
