"""What expenses do when something happens elsewhere."""
