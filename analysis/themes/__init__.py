"""What stories are about: codebook themes with permanent ids, and topics that are only proposed."""
