"""Find, align and check faces in images; read and write image files."""
