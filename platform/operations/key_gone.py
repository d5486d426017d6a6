"""What is said when a key has died."""


class KeyGone(Exception):
    """The key of an item has died; nobody can open it any more."""
