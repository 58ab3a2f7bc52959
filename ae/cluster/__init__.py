"""The supervisor and its workers: separate processes, so that no page ever waits for a training.

`launch` starts the supervisor, `supervisor` hands runs to workers. In a worker `execution` is one
run's way through it, and `inference` answers questions; `client` asks them from another process.
Only workers import TensorFlow.
"""
