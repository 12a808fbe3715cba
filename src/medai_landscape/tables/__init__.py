"""The table form of every record, and the validation of whole tables."""
