"""What has been told, what was found in it, and the words to read it with. Knows neither the site nor the pipeline."""
