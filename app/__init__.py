"""What a person uses: command line, window, cameras, stores and jobs."""

import os

# OpenCV reads this once, when it is imported: a larger picture is refused before its memory is taken.
os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", "50000000")
