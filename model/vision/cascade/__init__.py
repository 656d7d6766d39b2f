"""Parts of the MTCNN cascade: image pyramids, patches and boxes."""
