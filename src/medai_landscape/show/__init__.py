"""What people look at: charts, the report page, exports."""
