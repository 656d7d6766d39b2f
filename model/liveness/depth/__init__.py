"""Depth from texture: a head has a nose, a sheet of paper does not."""
