"""The main script of the folder without Python: the command line, and Python for its own subprocesses."""

import multiprocessing
import runpy
import sys

from app.cli import main


def launch() -> int:
    """``-m app...`` runs one of our modules, as doctor's probes are started; anything else is a command."""
    if sys.argv[1:2] == ["-m"] and sys.argv[2:3] and sys.argv[2].startswith("app."):
        module = sys.argv[2]
        del sys.argv[1:3]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        return 0
    return main()


if __name__ == "__main__":
    multiprocessing.freeze_support()
    raise SystemExit(launch())
