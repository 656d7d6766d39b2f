"""Distillation on an accelerator, with faces, views and targets on the device."""
