"""The program: `yotrate`, or `python -m yotrate`."""

import gc
import os
import sys


def main() -> None:
    """Run the command line; however it ends, it ends with an exit code and no traceback."""
    # What is made while starting lives to the end: looking through it for garbage is in vain.
    gc.set_threshold(100_000, 50, 50)
    # A plugin of pydantic's, if one is installed, would see the data; it is not even looked for.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    try:
        from yotrate.cli import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    # Nor is it worth looking through when all of it ends.
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
