"""Reading of plain data only what is sound."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from yotrate.checking.model import Model
from yotrate.checking.plain import value_at, without
from yotrate.checking.wording import path_of
from yotrate.problems import Path

M = TypeVar("M", bound=Model)


class Sound:
    """Plain data of which only what is sound is given: what has the wrong shape is passed over."""

    def __init__(self, data: Any, unsound: Collection[Path]) -> None:
        self.data = data
        self.unsound = unsound

    def get(self, *path: str | int) -> Any:
        """Return what stands at path where it and all that holds it is sound, else None."""
        return None if self._is_unsound(path) else value_at(self.data, path)

    def lacks(self, *path: str | int) -> bool:
        """Return whether nothing was given at path, rightly or wrongly."""
        return not self._is_unsound(path) and value_at(self.data, path) is None

    def mapping(self, *path: str | int) -> Mapping[str, Any]:
        """Return the sound items of the mapping at path; empty where there is none."""
        value = self.get(*path)
        if not isinstance(value, dict):
            return {}
        if not self.unsound:
            return value
        return {key: item for key, item in value.items() if (*path, key) not in self.unsound}

    def items(self, *path: str | int) -> Iterator[int]:
        """Return the indexes of the sound items of the list at path."""
        value = self.get(*path)
        if isinstance(value, list):
            yield from (at for at in range(len(value)) if (*path, at) not in self.unsound)

    def salvage(self, model: type[M], **otherwise: str) -> M | None:
        """Return a model of what is sound, for checks that need one, or None.

        `otherwise` gives values for keys without which there could be no model.
        """
        data: Any = without(self.data, self.unsound)
        while isinstance(data, dict):
            try:
                return model.model_validate({**otherwise, **data})
            except ValidationError as error:
                found = error.errors(include_url=False, include_input=False)
            lost = {
                path_of(each)[:-1] if each["type"] == "missing" else path_of(each) for each in found
            }
            shorter = None if () in lost else without(data, lost)
            data = None if shorter == data else shorter
        return None

    def _is_unsound(self, path: Path) -> bool:
        """Return whether what stands at path, or what holds it, has the wrong shape."""
        if not self.unsound:
            return False
        return any(path[:length] in self.unsound for length in range(len(path) + 1))
