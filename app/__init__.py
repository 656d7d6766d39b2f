"""What a person uses: command line, window, cameras, stores and jobs."""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the very Pythons that this file is made for cannot read the rest
    print("Sameface takes Python 3.11 to 3.13. Received:", sys.version.split()[0], file=sys.stderr)
    raise SystemExit(3)

# OpenCV reads this once, when it is imported: a larger picture is refused before its memory is taken.
os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", "50000000")
