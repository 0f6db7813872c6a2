"""Who is asking: JSON Web Tokens, checked as RFC 8725 advises."""
