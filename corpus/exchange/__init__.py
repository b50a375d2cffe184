"""One file per format that comes in or goes out."""
