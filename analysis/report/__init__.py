"""Reports: the numbers as pages, charts, sentences and files that explain themselves and open anywhere."""
