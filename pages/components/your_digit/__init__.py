"""A digit of one's own while a network learns: JavaScript and styles for the live view."""

# Its folder, for that view's `define_component`.
YOUR_DIGIT = "your_digit"
