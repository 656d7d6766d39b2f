"""What to say, and what to do, about a face that is not good enough to judge or to keep."""

ADVICE = {
    "references are being learned": ("One moment", "New references are being prepared. This happens once."),
    "no face": ("No face", "Look into the camera."),
    "cut off by the edge of the picture": ("Cut off", "Move into the picture: its edge cuts your face."),
    "too dark": ("Too dark", "Turn on a light, or face the window."),
    "too bright": ("Too bright", "Turn away from the light that shines on your face."),
    "too blurred": ("Too blurred", "Hold still for a moment, and see that the lens is clean."),
    "too small": ("Too far away", "Come nearer to the camera."),
    "turned away": ("Turned away", "Look straight into the camera."),
    "nearly the same as one kept before": ("Nothing new", "Turn your head a little, or change the light."),
}
"""By the value of the reason: headline and advice."""
