"""Where frames come from: webcams, recordings, streams, folders and the demo camera."""
