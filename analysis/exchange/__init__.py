"""Published numbers in the formats of others."""
