"""What can be done about a table that is not understood, by whoever asks."""

from typing import NamedTuple


class Remedy(NamedTuple):
    """What can be done about headings, words and rows that are not understood, in words.

    `rows` is whether there is a service file that can say what they are.
    """

    headings: str
    words: str
    rows: bool


IN_A_FILE = Remedy(
    "under 'columns' say what is meant, or 'other_columns: ignore'",
    ": say under 'answers' what it means",
    rows=True,
)
BY_ITSELF = Remedy("say what is meant, or leave it out", "", rows=False)
