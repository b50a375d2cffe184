"""How the embedded reader and the starter models of this room were made, to repeat it; no story is read by this."""
