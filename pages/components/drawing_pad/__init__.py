"""A pad to draw a digit on: JavaScript and styles for other components."""

# Its folder, for their `define_component`.
DRAWING_PAD = "drawing_pad"
