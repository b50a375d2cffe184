"""Words that claim a cause: forbidden in sentences that are generated, pointed out in texts that people write."""

import re

#: numbers such as these never show a cause
CAUSAL = (
    *("door", "doordat", "dankzij", "vanwege", "zorgt voor", "zorgen voor", "leidt tot", "leiden tot"),
    *("veroorzaakt", "veroorzaken", "heeft effect", "effect van", "effect op", "werkt", "bewijst", "bewijzen"),
    *("als gevolg van", "gevolg van"),
)
_CAUSAL = re.compile(rf"\b({'|'.join(sorted(CAUSAL, key=len, reverse=True))})\b", re.IGNORECASE)


def causal_words(text: str) -> list[str]:
    """The words in a text that claim a cause, in order; empty for a sentence that may be published."""
    return [found.group(0).lower() for found in _CAUSAL.finditer(text)]
