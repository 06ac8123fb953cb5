"""The tour on real parts."""
