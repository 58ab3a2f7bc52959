"""What is made of a run's weights once it has ended, and kept with it for all who ask later."""

from __future__ import annotations

from ae.store.blobs import newest_weights, put_blob
from ae.store.engine import Database
from ae.store.runs import lock_run


class Derived(Database):
    """Keeping what nobody holds the run for any more."""

    def keep_blob(self, run: str, kind: str, step: int, content: bytes) -> bool:
        """Keep bytes that were made of a run's weights, if the run has ended with these.

        Args:
            run: its key.
            kind: what they are.
            step: of the weights that they were made of.
            content: the bytes.

        Returns:
            Whether they are kept: not while the run may still train, which would leave them old.

        Raises:
            UnknownRun: if the run was deleted meanwhile.
        """
        with self.writing() as connection:
            is_ended = lock_run(connection, run).state.is_ended
            if is_kept := is_ended and newest_weights(connection, run) == step:
                put_blob(connection, run, kind, step, content)
        return is_kept
