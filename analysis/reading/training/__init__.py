"""How the embedded Dutch reader was trained, to repeat it; nothing here runs when stories are read."""
