"""The floor: a program that imports what a ratings calculator needs, and only reads the files."""

import sys

import click  # noqa: F401
import rich.console
import rich.table  # noqa: F401
import yaml
from pydantic import BaseModel


class One(BaseModel):
    field: int


One(field=1)
for name in sys.argv[1:]:
    with open(name, "rb") as stream:  # noqa: PTH123
        yaml.load(stream, yaml.CSafeLoader)
