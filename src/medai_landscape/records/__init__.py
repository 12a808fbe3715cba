"""What comes from outside: closed, frozen, validated records, each with its sources."""
