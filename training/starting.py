"""Moved to ``training.experiments.from_scratch``; this name works for one more release."""

from training.experiments.from_scratch import main

if __name__ == "__main__":
    raise SystemExit(main())
