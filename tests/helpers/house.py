"""What the source says of its own build: who imports whom, and how long everything is."""

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

# From top to bottom: a room imports from itself and from those below it.
ROOMS = [
    {"cli"},
    {"report"},
    {"loading", "dependents"},
    {"questions"},
    {"rating"},
    {"service"},
    {"framework"},
    {"checking"},
    {"files"},
    {"problems", "rules_of_problems", "text"},
]
ABOVE_ALL = {"yotrate", "yotrate.__main__"}
LONGEST_MODULE, LONGEST_CLASS, LONGEST_FUNCTION = 400, 150, 50

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources(folder: Path) -> dict[str, str]:
    """Return the source of every module of a package, by its full name."""
    return {
        ".".join(path.relative_to(folder.parent).with_suffix("").parts).removesuffix(
            ".__init__"
        ): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.py"))
    }


def imported(tree: ast.AST, importer: str, modules: Mapping[str, object]) -> set[str]:
    """Return the full names that a module imports: of modules, or of what is in them.

    Those for type checkers alone count too. A relative import is told by its dots.
    """
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            home = "." * node.level + (node.module or "")
            for alias in node.names:
                whole = f"{home}.{alias.name}"
                names.add(whole if whole in modules or home == "yotrate" else home)
    return names - {importer}


def arrows(trees: Mapping[str, ast.AST]) -> dict[str, set[str]]:
    """Return what each module imports of the package."""
    return {
        name: {
            each
            for each in imported(tree, name, trees)
            if each.startswith(".") or each.split(".")[0] == "yotrate"
        }
        for name, tree in trees.items()
    }


def floor(module: str) -> int | None:
    """Return how far down a module lies, or None where it lies in no room."""
    if module in ABOVE_ALL:
        return -1
    rooms = [number for number, names in enumerate(ROOMS) if module.split(".")[1] in names]
    return rooms[0] if rooms else None


def wrong_arrows(trees: Mapping[str, ast.AST]) -> Iterator[str]:
    """Find modules without a room, and imports that lead up or to nothing that is known."""
    for module, targets in arrows(trees).items():
        here = floor(module)
        if here is None:
            yield f"{module} lies in no room"
            continue
        for target in targets - {"yotrate.__version__"}:
            there = floor(target) if target in trees else None
            if there is None or there < here or target in ABOVE_ALL:
                yield f"{module} imports {target}"


def circles(trees: Mapping[str, ast.AST]) -> Iterator[str]:
    """Find modules that import each other, directly or through others."""
    left = {module: targets & trees.keys() for module, targets in arrows(trees).items()}
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            ring = error.args[1][:-1]
            first = ring.index(min(ring))
            yield " and ".join([*ring[first:], *ring[:first]]) + " import each other"
            left[ring[0]] = left[ring[0]] - {ring[-1]}
            left[ring[-1]] = left[ring[-1]] - {ring[0]}
        else:
            return


def defined(tree: ast.AST, inside: str) -> Iterator[tuple[str, ast.ClassDef | Function]]:
    """Return every class and function of a module with its full name."""
    for node in ast.iter_child_nodes(tree):
        name = inside
        if isinstance(node, ast.ClassDef | Function):
            name = f"{inside}.{node.name}"
            yield name, node
        yield from defined(node, name)


def too_long(texts: Mapping[str, str], trees: Mapping[str, ast.AST]) -> Iterator[str]:
    """Find what is longer than it may be; a function is counted without its decorators."""
    for module, text in texts.items():
        if len(text.splitlines()) > LONGEST_MODULE:
            yield f"{module} is over {LONGEST_MODULE} lines"
        for name, node in defined(trees[module], module):
            longest = LONGEST_CLASS if isinstance(node, ast.ClassDef) else LONGEST_FUNCTION
            if (node.end_lineno or 0) - node.lineno + 1 > longest:
                yield f"{name} is over {longest} lines"


def imports_inside(trees: Mapping[str, ast.AST]) -> set[str]:
    """Return the functions that import something when they are called, of nested ones each."""
    return {
        name
        for module, tree in trees.items()
        for name, node in defined(tree, module)
        if isinstance(node, Function)
        and any(isinstance(each, ast.Import | ast.ImportFrom) for each in ast.walk(node))
    }


def faults(texts: Mapping[str, str], may_import_inside: Mapping[str, str]) -> list[str]:
    """Return all that is amiss with the build of the package, sorted."""
    trees = {module: ast.parse(text) for module, text in texts.items()}
    inside = imports_inside(trees)
    return sorted(
        {
            *wrong_arrows(trees),
            *circles(trees),
            *too_long(texts, trees),
            *(f"{name} imports inside" for name in inside - may_import_inside.keys()),
            *(f"{name} need not be excepted" for name in may_import_inside.keys() - inside),
        }
    )
