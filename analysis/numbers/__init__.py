"""All stories together: indicators with their bands, weights, trends, linkages, and what of it may be shown."""
