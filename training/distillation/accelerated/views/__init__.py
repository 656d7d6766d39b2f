"""Jitter, occlusion and webcam degradations of crops, in batches on a device."""
