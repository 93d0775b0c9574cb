"""Which words of one file were probably meant, as long as there is not too much to compare."""

from collections.abc import Collection

from yotrate.text import LIKE_A_WORD, LIKE_AN_ID, closest, quote

_MOST_COMPARISONS = 10_000
"""Words that those of one file are compared with."""


class Hints:
    """Suggests words for those of one file, until very many have been compared."""

    def __init__(self) -> None:
        self._comparisons = 0

    def closest(
        self, word: str, words: Collection[str], *, alike: float = LIKE_AN_ID
    ) -> str | None:
        """Return the word that was probably meant, or None."""
        self._comparisons += len(words)
        return closest(word, words, alike=alike) if self._comparisons < _MOST_COMPARISONS else None

    def did_you_mean(self, word: str, words: Collection[str]) -> str:
        """Return a question to end a message with, or nothing."""
        meant = self.closest(word, words, alike=LIKE_A_WORD)
        return f": did you mean {quote(meant)}?" if meant else ""
