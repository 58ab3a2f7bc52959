"""The supervisor and its workers: separate processes, so that no page ever waits for a training.

`launch` starts the supervisor, `supervisor` hands runs to workers, `worker` trains them (`execution`
is one run's way through it) and `inference` answers questions about them, `client` asks a worker
from another process. Only workers import TensorFlow.
"""
