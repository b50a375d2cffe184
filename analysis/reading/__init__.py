"""One story at a time: its language, what must be masked, how it feels, what it hints at."""
