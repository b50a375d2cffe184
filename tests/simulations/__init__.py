"""What the numbers do on programmes of which the truth is known: a short version in the tests, a long one by hand."""
