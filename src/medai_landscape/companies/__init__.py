"""Names and places of companies."""
