"""The parts of the page of codes, each by itself, with a real network in the real engine."""

import io
import json

import numpy as np
from PIL import Image

import ae
from ae.latent.code_file import code_file
from ae.models import build, initial_weights, set_weights
from ae.models.engine_file import PARTS, engine_file
from ae.plots.latent import COLOURS
from ae.web.digit_files import digit_file

COUNT = 400
SHOW = """async ([file, name, css, classes]) => {
  const load = (path) => import(path);
  const files = [file, "/latent_map/exploration.js", "/latent_map/data.js", "/engine/engine.js"];
  const [{ [name]: Part }, { Exploration }, { loadCodes, Digits }, { openEngine }] =
    await Promise.all(files.map(load));
  const [codes, digits] = [await loadCodes("/codes"), new Digits("/digits")];
  await digits.load(codes.count);
  const engine = openEngine({ encoder: "/encoder", decoder: "/decoder" });
  const addresses = { animation: "/animation", map: "/map", progress: "/progress" };
  window.exploration = new Exploration(codes, digits, engine, addresses);
  exploration.colours = COLOURS;
  exploration.choose(0);
  document.head.innerHTML = `<style>${css}</style>`;
  document.body.innerHTML = `<div class="ae-latent"><section class="${classes}"></section></div>`;
  window.part = new Part(document.querySelector("section"), exploration);
}""".replace("COLOURS", json.dumps(COLOURS))
LEVELS = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return [canvas.width, canvas.height, Array.from(data).filter((_, i) => i % 4 === 0)];
}"""


class Network:
    """A network of drawn weights, its codes of test images, and the files that a browser reads."""

    def __init__(self, files, latent_dim, **settings):
        self.hp = ae.Hyperparameters(
            encoder=(24,), latent_dim=latent_dim, output_activation="sigmoid", **settings
        )
        encoder, self._decoder = build(self.hp)
        weights = initial_weights(encoder, self._decoder, seed=2)
        random = np.random.default_rng(latent_dim)
        # Lively: a code's numbers differ in spread, and digits are seen.
        weights = {name: 2 * values for name, values in weights.items()}
        set_weights(encoder, self._decoder, weights)
        spread = np.linspace(2, 0.5, latent_dim)
        random.shuffle(spread)
        self.codes = (random.normal(size=(COUNT, latent_dim)) * spread).astype(np.float32)
        self.codes[:, random.permutation(latent_dim)[: latent_dim // 20]] = 0.25  # never used
        for part in PARTS:
            files[f"/{part}"] = engine_file(self.hp, weights, part, {"run": "abc", "step": 7})
        errors = np.full(COUNT, 0.1, np.float32)
        files["/codes"] = code_file("abc", 7, self.codes, errors)
        files["/digits/0"] = digit_file("mnist", 0)

    def levels(self, codes):
        """What it makes of codes, as grey levels; uint8 (n, 28, 28)."""
        images = self._decoder(np.atleast_2d(codes).astype(np.float32)).numpy()
        return np.rint(255 * np.clip(images, 0, 1)).reshape(-1, 28, 28)


def levels_of(canvas):
    """The grey levels that a canvas shows, (height, width)."""
    width, height, levels = canvas.evaluate(LEVELS)
    return np.array(levels).reshape(height, width)


def tiles_of(picture):
    """The digits of a picture that lie edge to edge, (rows, columns, 28, 28)."""
    height, width = picture.shape
    return picture.reshape(height // 28, 28, width // 28, 28).swapaxes(1, 2)


def saved(page, button):
    """What a button gives to take along: the file's name, and its bytes."""
    with page.expect_download() as waiting:
        button.click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def picture_of(content):
    """The grey levels of a picture's file."""
    return np.array(Image.open(io.BytesIO(content)).convert("L"))
