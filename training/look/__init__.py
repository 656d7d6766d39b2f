"""What a camera makes of a face, one trait per file: how to measure it and how to give it to another crop."""
