import pytest

from app.capture.collector import CollectReport, RejectionReason
from app.capture.enrolment import Enrolment
from app.storage.crop_store import CropCounts
from model.vision.frame import RgbImage
from model.vision.quality import Flaw
from tests.support.fakes import face_at, frame_of, grey, sharp_image


def report(crop: RgbImage, reason: RejectionReason | Flaw | None = None) -> CollectReport:
    return CollectReport(frame_of(grey()), 1, face_at(), crop, (), reason, CropCounts())


def test_it_takes_as_many_different_crops_as_wanted() -> None:
    enrolment = Enrolment(2)

    crops = [sharp_image(value) for value in (90, 110, 130)]

    for crop in crops:
        enrolment.offer(report(crop))

    assert enrolment.done
    assert [crop is kept for crop, kept in zip(crops, enrolment.crops, strict=False)] == [True, True]


def test_the_same_crop_counts_once() -> None:
    enrolment = Enrolment(2)

    enrolment.offer(report(sharp_image()))
    enrolment.offer(report(sharp_image()))

    assert len(enrolment.crops) == 1
    assert not enrolment.done


@pytest.mark.parametrize("reason", [RejectionReason.NEAR_DUPLICATE, *Flaw])
def test_a_crop_with_a_flaw_is_not_taken(reason: RejectionReason | Flaw) -> None:
    enrolment = Enrolment(1)

    enrolment.offer(report(sharp_image(), reason))

    assert enrolment.crops == []
