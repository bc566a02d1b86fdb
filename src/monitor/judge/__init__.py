"""What we say of an account: the two axes, flags, status, reasons, advice, alerts. Begin at `verdict`. Pure."""
