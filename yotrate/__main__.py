"""The program: `yotrate`, or `python -m yotrate`."""

import sys


def main() -> None:
    """Run the command line; however it ends, it ends with an exit code and no traceback."""
    try:
        from yotrate.cli import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
