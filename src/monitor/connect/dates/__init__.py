"""Dates as networks write them, as instants in UTC: begin at `parse`."""
