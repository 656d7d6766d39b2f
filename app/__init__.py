"""What a person uses: command line, window, cameras, stores and jobs."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the very Pythons that this file is made for cannot read the rest
    print("Sameface needs Python 3.11 to 3.13. Received:", sys.version.split()[0], file=sys.stderr)
    raise SystemExit(3)

import model  # noqa: F401 - bounds what OpenCV decodes, before OpenCV is imported
