"""The supervisor and its workers: separate processes, so that no page ever waits for a training.

`launch` starts the supervisor, `supervisor` hands runs to workers, `work` and `answers` are what
a worker does, `client` asks a worker from another process. Only workers import TensorFlow.
"""
