"""The service: `daemon` is the timer, `loop` what it does, `leadership` who may run."""
