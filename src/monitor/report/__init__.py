"""Digests from judgements: composed, put into words, made into letters. Nothing here sends anything."""
