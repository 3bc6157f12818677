"""What speaks to systems of other makers. Each package knows one protocol; rules of the firm lie in the modules."""
