"""The database behind a URL: engine, tables, columns, schema version."""
