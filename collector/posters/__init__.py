"""Posters that invite tellers: drawn once, written as PDF for the printer and as SVG for whoever edits."""
