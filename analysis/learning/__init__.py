"""Models learnt from labelled stories: how they are fitted, and when one learnt from people's codes is accepted."""
