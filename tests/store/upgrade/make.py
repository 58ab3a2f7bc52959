"""Makes the store and the links of version 0.2.0, which `test_upgrade` opens in today's.

Kept as it ran, with the modules that version had; in a checkout of that version:

    python make.py FOLDER_FOR_THE_FILES
"""

import json
import sqlite3
import sys
from pathlib import Path

from ae.jobs import submit

from ae.cluster import work
from ae.config import Hyperparameters
from ae.presets import preset
from ae.store import Store, Wanted

FINISHED = Hyperparameters(
    encoder=(2,), latent_dim=2, loss="bce", optimizer="adam", batch_size=16, steps=40
)
PAUSED = FINISHED.replace(
    code="variational", noise="masking", schedule="cosine", kl_warmup=0.5, dropout=0.25
)
LINKS = [
    (None, FINISHED),
    (None, PAUSED),
    (None, preset("conv")),
    ("article", preset("article").replace(steps=200, latent_dim=32, decoder=(64, 16))),
    ("denoising", preset("denoising").replace(learning_rate=0.0005, noise="salt_pepper")),
]


class PausingStore(Store):
    """Presses Pause once a run has reported something."""

    def report(self, run, attempt, **values):
        before = super().report(run, attempt, **values)
        if values["step"] and before.wanted is Wanted.RUN:
            self.want(run, Wanted.PAUSE)
        return before


def main(folder: Path) -> None:
    path = folder / "0.2.0.sqlite"
    url = f"sqlite:///{path}"
    store = Store(url)
    finished = store.submit(FINISHED, "somebody", held_by="worker")
    work.work(url, finished.id, 1)

    work.ALONE_SLICE = 0.02  # seconds: long before it is done
    pausing = PausingStore(url)
    work.open_store(url).close()
    work.open_store = lambda _: pausing
    paused = submit(store, PAUSED, "somebody", "vae2")
    work.work(url, paused.id, store.claim(paused.id, "worker"))
    pausing.close()
    store.close()

    database = sqlite3.connect(path)
    newest = "SELECT max(step) FROM snapshots AS other WHERE other.run = snapshots.run"
    database.execute(f"DELETE FROM snapshots WHERE step < ({newest})")  # for a small file
    database.commit()
    database.execute("PRAGMA journal_mode = DELETE")  # one file, without its log
    database.execute("PRAGMA page_size = 1024")
    database.execute("VACUUM")
    database.close()

    links = [
        {
            "preset": name,
            "query": hp.to_query(preset(name) if name else None),
            "settings": json.loads(hp.to_json()),
        }
        for name, hp in LINKS
    ]
    (folder / "0.2.0.json").write_text(json.dumps({"links": links}, indent=1) + "\n")


main(Path(sys.argv[1]))
