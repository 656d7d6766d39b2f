"""Views of faces for a student: archives, degradations, occlusion, prefetching."""
