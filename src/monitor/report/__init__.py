"""Digests from judgements: composed, put into words, made into mails. Nothing here sends anything."""
