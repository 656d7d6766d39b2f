"""``python -m sameface``: the command ``sameface``."""

from sameface.app.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
