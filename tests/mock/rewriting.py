"""A contract with some things written otherwise."""


def rewritten(text: str, *changes: tuple[str, str]) -> str:
    """The text with each thing, where it stands first, written as it stands beside it."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text
