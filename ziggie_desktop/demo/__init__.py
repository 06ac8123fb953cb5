"""Owns the tour of the whole main job, with the parts it brings along. Left out of installers."""
