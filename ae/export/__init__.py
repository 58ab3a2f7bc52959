"""What is taken home: files made of what a page shows."""
