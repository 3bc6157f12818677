"""The demonstration group: invented, seeded, scalable."""
