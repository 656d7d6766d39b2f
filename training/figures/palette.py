"""Colours of all figures: readable in print and by the colour-blind (after Okabe and Ito)."""

GENUINE, IMPOSTOR, NEUTRAL = "#0b69a3", "#c4420f", "#009E73"
"""The same person, different people, neither. Blue and orange are dark enough for text on white."""

TEXT, MUTED_TEXT, BORDER, GRID = "#1f2933", "#616e7c", "#cbd2d9", "#d9d9d9"
BACKGROUND, PANEL = "#ffffff", "#f5f7fa"
