"""What people say of accounts: new ones added or imported, what they saw or decided."""
