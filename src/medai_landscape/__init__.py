"""Typed records, readers, aggregations and audits for AI medical devices and BCIs."""
