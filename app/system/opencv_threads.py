"""Limit OpenCV to one thread, for live frames."""

import cv2


def limit_opencv_threads() -> None:
    """Make OpenCV use the calling thread alone, in the whole process.

    The operations on a frame are so small that waking OpenCV's threads costs more time than they save. Do
    not call this for large photographs: OpenCV resizes them faster on all cores.
    """
    cv2.setNumThreads(1)
