"""What reports assert, measured against the records."""
