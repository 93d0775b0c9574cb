"""A result into the answer to one question."""
