"""Moved to ``training.distillation``; this name works for one more release."""

from training.distillation.__main__ import main

if __name__ == "__main__":
    raise SystemExit(main())
