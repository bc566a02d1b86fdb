"""monitor.toml and the account lists -> the model's types; every mistake with its file and line. Begin at `load`."""
