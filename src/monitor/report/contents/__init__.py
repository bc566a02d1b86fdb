"""What a message says, as data: the digest, the director's, the alert. No sentence, no markup."""
