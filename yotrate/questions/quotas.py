"""Parting a number among groups in proportion, by largest remainder."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeVar

Group = TypeVar("Group", bound=Any)


def quotas(sizes: Mapping[Group, int], number: int) -> dict[Group, int]:
    """Return how many of each group, in proportion to its size.

    What is left over after whole numbers goes to the largest remainders; of equal remainders to
    the larger group, and of equal groups to the one that comes first by name. No group gives more
    than it has.

    Args:
        sizes: how many there are of each group.
        number: how many of all, at most as many as there are.
    """
    whole = sum(sizes.values()) or 1
    exact = {group: Fraction(number * size, whole) for group, size in sizes.items()}
    found = {group: int(each) for group, each in exact.items()}
    order = sorted(sizes, key=lambda group: (found[group] - exact[group], -sizes[group], group))
    for group in order[: number - sum(found.values())]:
        found[group] += 1
    return found
