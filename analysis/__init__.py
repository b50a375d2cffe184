"""The pipeline, in the order a story walks it: reading, themes, numbers, report. Knows nothing of the site."""
