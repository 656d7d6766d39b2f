"""OpenCV on the thread that calls it, where frames of a camera are judged."""

import cv2


def keep_opencv_to_one_thread() -> None:
    """For the whole process. A frame's pictures and sums are so small that waking OpenCV's own threads takes
    longer than they save; and the camera, the judge and the window already have a thread each.

    Not for large photographs, which OpenCV scales faster on every core.
    """
    cv2.setNumThreads(1)
