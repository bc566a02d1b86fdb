"""A rendered message as the bytes of a mail: MIME, DKIM."""
