"""Views of faces for a student: archives, warps, prefetching."""
