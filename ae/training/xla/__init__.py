"""What makes the step fast: one XLA computation, packed variables, a pool of programs."""
