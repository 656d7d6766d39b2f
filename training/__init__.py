"""Learning and measuring: data, pairs, trainers, reports."""

import model  # noqa: F401 - bounds what OpenCV decodes, before OpenCV is imported
