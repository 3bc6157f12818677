"""Every verb on customers and what belongs to them, one file per matter."""
