"""The words of the field as frozen types: no I/O, no clock. Every other folder speaks in these."""
