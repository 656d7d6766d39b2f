"""What to say, and what to do, about a face that is not good enough to judge or to keep."""

ADVICE = {
    "references are being learned": ("One moment", "Preparing new references. This happens only once."),
    "no face": ("No face", "Look into the camera."),
    "cut off by the edge of the picture": (
        "Cut off",
        "Move towards the middle: part of your face is outside the picture.",
    ),
    "too dark": ("Too dark", "Turn on a light or face a window."),
    "too bright": ("Too bright", "Turn away from the light that shines on your face."),
    "too blurred": ("Too blurry", "Hold still for a moment and make sure that the lens is clean."),
    "too small": ("Too far away", "Move closer to the camera."),
    "turned away": ("Turned away", "Look straight into the camera."),
    "nearly the same as one kept before": ("Too similar", "Turn your head a little or change the light."),
}
"""By the value of the reason: headline and advice."""
