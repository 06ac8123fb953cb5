"""What a gateway adds to a call: see README.md beside this package."""
