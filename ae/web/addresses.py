"""Where the server's own routes are, below the path that a proxy may put in front."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ae.web.modules import load_modules


@dataclass(frozen=True)
class Addresses:
    """The paths of the server's own routes.

    Attributes:
        prefix: the path that comes before every address: empty, or `/school/ae`.
    """

    prefix: str = ""

    @classmethod
    def below(cls, base_path: str | None) -> Addresses:
        """The addresses below a path written in any way: `school/ae`, `/school/ae/`, or none."""
        return cls("".join(f"/{part}" for part in (base_path or "").split("/") if part))

    @property
    def plotly(self) -> str:
        """Plotly's JavaScript."""
        return f"{self.prefix}/assets/plotly.min.js"

    @property
    def live(self) -> str:
        """The live sockets; `/` and a run's id follow."""
        return f"{self.prefix}/live"

    @property
    def live_runs(self) -> str:
        """The socket of the visitor's own runs."""
        return f"{self.prefix}/live-runs"

    @property
    def wait(self) -> str:
        """Where a page waits; `?for=` and what for follow."""
        return f"{self.prefix}/wait"

    @property
    def share(self) -> str:
        """A page's link for others; `?page=` and its address follow."""
        return f"{self.prefix}/share"

    @property
    def model(self) -> str:
        """A run's network as files for the browser; `/`, its id, the step and the part follow."""
        return f"{self.prefix}/model"

    @property
    def codes(self) -> str:
        """Codes of the test images, as a file; `/`, the run's id, `/` and the step follow."""
        return f"{self.prefix}/codes"

    @property
    def digits(self) -> str:
        """Test images by the thousand, as files; `/`, the dataset, `/` and the first's index."""
        return f"{self.prefix}/digits"

    @property
    def map(self) -> str:
        """Codes as points, as a file; `/`, the run's id, the step and what map it is follow."""
        return f"{self.prefix}/map"

    @property
    def result(self) -> str:
        """What a worker has made and kept, as a file; `/`, the run's id, the step and its name."""
        return f"{self.prefix}/result"

    @property
    def scores(self) -> str:
        """All that was scored of a run's weights; `/`, the run's id, `/` and the step follow."""
        return f"{self.prefix}/scores"

    @property
    def progress(self) -> str:
        """The sockets that say how far it is; the same follows."""
        return f"{self.prefix}/progress"

    @property
    def nearest(self) -> str:
        """Finds the training images nearest to posted ones; `/` and the dataset follow."""
        return f"{self.prefix}/nearest"

    @property
    def reading(self) -> str:
        """Tells what the digit classifier makes of posted images; `/` and a run's id follow."""
        return f"{self.prefix}/reading"

    @property
    def animation(self) -> str:
        """Makes a moving picture of posted frames; what `serve_animation` takes follows."""
        return f"{self.prefix}/animation"

    @property
    def javascript(self) -> str:
        """Our own modules, every version of them; `/`, a digest and `/` follow."""
        return f"{self.prefix}/assets/js"

    def modules(self, folder: Path) -> str:
        """A folder of ES modules, as it is now: `/` and a file's path in it follow."""
        return f"{self.javascript}/{load_modules(folder).digest}"
