"""Owns the main window and its pages. They render view states and ask; they decide nothing."""
