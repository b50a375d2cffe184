"""The site's sentences in the other languages, and how they are found in the code. See README.md beside this file."""
