"""Transfer a camera's look (light, colour, noise, sharpness, JPEG) to crops from elsewhere."""
