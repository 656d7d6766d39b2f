import pytest

from app.liveness.enrolment_cameras import FILE, EnrolmentCameras
from app.storage.errors import StoreError
from app.storage.people import delete_person
from model.liveness.camera_identity import CameraIdentity

BRIO, BUILT_IN = CameraIdentity("Logitech BRIO", "usb-1"), CameraIdentity("Integrated Camera")


def test_cameras_are_remembered_once_for_each_person(tmp_path):
    cameras = EnrolmentCameras(tmp_path)
    assert cameras.of("ada") == ()
    for camera in (BRIO, BUILT_IN, BRIO):
        cameras.add("ada", camera)
    assert EnrolmentCameras(tmp_path).of("ada") == (BRIO, BUILT_IN)
    assert cameras.of("bob") == ()


def test_a_camera_without_a_name_is_not_remembered(tmp_path):
    EnrolmentCameras(tmp_path).add("ada", CameraIdentity())
    assert not (tmp_path / "ada").exists()


def test_a_damaged_file_is_an_error_with_the_next_step(tmp_path):
    cameras = EnrolmentCameras(tmp_path)
    cameras.add("ada", BRIO)
    (tmp_path / "ada" / FILE).write_text('[{"name": 5}]')
    with pytest.raises(StoreError, match=r"is damaged: .* Delete it, and enrol again\."):
        cameras.of("ada")


def test_cameras_are_deleted_with_the_person(tmp_path):
    cameras = EnrolmentCameras(tmp_path)
    cameras.add("ada", BRIO)
    delete_person(tmp_path, "ada")
    assert cameras.of("ada") == ()
