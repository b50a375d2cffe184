"""Ours beside what others use, in one run: ratios to read, never a test that fails by the clock."""
