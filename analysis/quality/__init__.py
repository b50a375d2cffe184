"""How well the pipeline reads: its answers beside the labels of people, with bands and without excuses."""
