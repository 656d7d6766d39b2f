"""The direction of a head, from the five landmarks of its face."""

import math
from dataclasses import dataclass

from model.vision.face import LEFT_EYE, RIGHT_EYE, Landmarks
from model.vision.quality import FRONTAL_NOSE_HEIGHT, nose_offset

NOSE_DEPTH = 0.4
"""How far the tip of the nose is in front of the plane of eyes and mouth, in eye distances."""
EYES_TO_MOUTH = 1.155
"""In eye distances, as in the template of a crop."""


@dataclass(frozen=True, slots=True)
class HeadPose:
    """In degrees; 0 is straight into the camera. ``yaw`` is positive towards the right of the image, which is
    the person's own left; ``pitch`` is positive upwards; ``roll`` leans to the right of the image.
    """

    yaw: float
    pitch: float
    roll: float


def head_pose(landmarks: Landmarks) -> HeadPose:
    """Orthographic projection of a nose in front of a plane: turned by an angle, its tip moves by
    ``NOSE_DEPTH`` x sin(angle), while a distance in the plane shrinks by cos(angle). So the offset in eye
    distances is ``NOSE_DEPTH`` x tan(angle).

    Noses differ: ``pitch`` is off by up to 20 degrees from person to person, and right for changes of one
    person. NaN for landmarks that coincide.
    """
    sideways, height = nose_offset(landmarks)
    down = (height - FRONTAL_NOSE_HEIGHT) * EYES_TO_MOUTH
    across = landmarks[RIGHT_EYE] - landmarks[LEFT_EYE]
    return HeadPose(
        yaw=math.degrees(math.atan(sideways / NOSE_DEPTH)),
        pitch=-math.degrees(math.atan(down / NOSE_DEPTH)),
        roll=math.degrees(math.atan2(across[1], across[0])),
    )
