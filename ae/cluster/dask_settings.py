"""What of dask's configuration is not its own default, each with the reason."""

DASK_SETTINGS = {
    # A run that kills its worker goes back to our queue, which counts; dask must not retry it.
    "distributed.scheduler.allowed-failures": 0,
    "distributed.scheduler.work-stealing": False,
    # Two deaths within this time would remove a worker for good.
    "distributed.deploy.lost-worker-timeout": "365 days",
    # Each of a worker's threads would hold on to memory of its own that it once needed.
    "distributed.nanny.pre-spawn-environ": {"TF_CPP_MIN_LOG_LEVEL": "2", "MALLOC_ARENA_MAX": "2"},
    # Loading TensorFlow from a cold disk takes half a minute.
    "distributed.comm.timeouts.connect": "60s",
    # What nobody looks at here, and a training would pay for: a sampling profiler in each worker.
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.interval": "10s",
    # Fifty times a second each of its five event loops would ask whether it is late.
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.tick.cycle": "10s",
    "distributed.admin.tick.limit": "60s",
}
