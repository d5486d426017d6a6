"""Marking texts that are said in several languages, where nothing is said yet."""


def spoken(text: str) -> str:
    """Mark a text for the catalogues of translations and give it back as it is; it is translated when it is said."""
    return text
