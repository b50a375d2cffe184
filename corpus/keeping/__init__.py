"""What is kept outside the database: sealed reserve copies to come back from, and an open archive for later years."""
