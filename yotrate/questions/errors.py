"""What a question says when a result cannot answer it."""


class NoAnswer(Exception):  # noqa: N818 - it names what happened, which callers handle
    """A result does not hold what a question needs; the message says what, in a sentence."""
