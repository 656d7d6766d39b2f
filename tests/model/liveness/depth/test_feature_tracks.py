import numpy as np

from model.liveness.depth.face_patch import FacePatch
from model.liveness.depth.feature_tracks import MIN_CORNERS, FeatureTracks, moved, plane_motion
from model.liveness.depth.surface_fit import unexplained_motion
from tests.support.fakes import grey
from tests.support.synthetic_heads import bent_sheet, frames, head, sheet, turning


def depth_after(surface, count) -> float:
    shown = frames(surface, turning, count)
    first, face = shown[0]
    patch = FacePatch.around(face, first.image)
    image = patch.grey(first.image)
    tracks = FeatureTracks(image, patch.skin_mask(face, image.shape))
    for frame, _ in shown[1:]:
        tracks.follow(patch.grey(frame.image))
    match = tracks.match()
    assert match is not None
    return unexplained_motion(match, patch.scale * face.eye_distance)


def test_a_turned_head_has_depth_that_sheets_do_not_have():
    flat, bent, deep = (depth_after(surface, 8) for surface in (sheet, bent_sheet, head))
    assert max(flat, bent) < 0.006
    assert deep > 0.009
    assert deep > 3 * max(flat, bent)


def test_an_image_without_texture_has_no_corners():
    blank = grey()[..., 0]
    tracks = FeatureTracks(blank, np.full_like(blank, 255))
    tracks.follow(blank)
    assert len(tracks) == 0
    assert tracks.match() is None


def test_corners_that_are_lost_leave_no_match():
    shown = frames(sheet, turning, 2)
    (first, face), (second, _) = shown
    patch = FacePatch.around(face, first.image)
    image = patch.grey(first.image)
    tracks = FeatureTracks(image, patch.skin_mask(face, image.shape))
    assert len(tracks) >= MIN_CORNERS
    tracks.follow(np.full_like(image, 128))
    assert tracks.match() is None
    assert second.index == 1


def test_the_motion_of_a_plane_is_found_in_spite_of_outliers():
    rng = np.random.default_rng(0)
    plane = np.array([[1.1, 0.05, 3.0], [-0.04, 0.95, -2.0], [4e-4, -2e-4, 1.0]])
    before = rng.uniform(0, 200, (40, 2)).astype(np.float32)
    after = moved(before, plane)
    after[:8] += rng.uniform(5, 20, (8, 2)).astype(np.float32)
    found = plane_motion(before, after)
    assert found is not None
    np.testing.assert_allclose(moved(before[8:], found), after[8:], atol=0.05)


def test_points_on_a_line_have_no_plane():
    line = np.stack([np.arange(30), np.arange(30)], axis=1).astype(np.float32)
    assert plane_motion(line, np.zeros_like(line)) is None
