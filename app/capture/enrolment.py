"""Collect references from the camera."""

from app.capture.collector import CollectReport
from app.capture.diversity import DiversityFilter
from model.vision.frame import RgbImage


class Enrolment:
    """Takes good crops that differ from each other until it has ``wanted``."""

    def __init__(self, wanted: int) -> None:
        self.wanted = wanted
        self.crops: list[RgbImage] = []
        self._diversity = DiversityFilter()

    @property
    def done(self) -> bool:
        return len(self.crops) >= self.wanted

    def offer(self, report: CollectReport) -> None:
        if self.done or report.crop is None or report.reason or not self._diversity.is_new(report.crop):
            return
        self.crops.append(report.crop)
        self._diversity.remember(report.crop)
