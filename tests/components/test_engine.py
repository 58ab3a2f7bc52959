"""The network in the browser, held against Keras with the same weights and inputs."""

import keras
import numpy as np
import pytest
from hypothesis import example, given, settings

import ae
from ae.binary import pack
from ae.config import ACTIVATIONS
from ae.models import build, initial_weights, set_weights
from ae.models.engine_file import PARTS, engine_file
from ae.presets import PRESETS
from tests.components.conftest import serving
from tests.strategies import hyperparameters

RUN = """async ([encoder, decoder, kind, values, n]) => {
  const { openEngine } = await import("/engine/engine.js");
  const engine = openEngine({ encoder, decoder });
  const results = await engine[kind](new Float32Array(values), n);
  engine.close();
  return [...results];
}"""
# The largest difference from Keras that any number may have.
CLOSE = 1e-5


@pytest.fixture(scope="module")
def site(browser):
    """A page beside which the components lie, and files that a test puts there."""
    with serving() as (address, files):
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        yield page, files
        context.close()


@pytest.fixture(scope="module")
def run(site):
    """What the engine of a network's two files gives: encodeAll and decodeAll, float32."""
    page, files = site

    def run(hp, weights, kind, values):
        for part in PARTS:
            files[f"/{part}"] = engine_file(hp, weights, part, {})
        arguments = ["/encoder", "/decoder", kind, values.ravel().tolist(), len(values)]
        return np.array(page.evaluate(RUN, arguments), np.float32)

    return run


def lively(weights, seed=0):
    """Weights of which no bias, scale or shift is what it starts with."""
    random = np.random.default_rng(seed)
    moved = {
        name: values + random.normal(0, 0.1, values.shape).astype(np.float32)
        for name, values in weights.items()
        if not name.endswith("kernel")
    }
    return weights | moved


def check(run, hp, images, precision="float32"):
    """Codes and images of the browser are those of Keras, which computes in that precision."""
    keras.config.set_dtype_policy(precision)
    try:
        encoder, decoder = build(hp)
    finally:
        keras.config.set_dtype_policy("float32")
    weights = lively(initial_weights(encoder, decoder, seed=1))
    set_weights(encoder, decoder, weights)
    codes = encoder(images).numpy()[:, : hp.latent_dim].astype(np.float32)
    found = run(hp, weights, "encodeAll", images).reshape(codes.shape)
    np.testing.assert_allclose(found, codes, rtol=0, atol=CLOSE)
    reconstructions = decoder(codes).numpy()
    found = run(hp, weights, "decodeAll", codes).reshape(reconstructions.shape)
    np.testing.assert_allclose(found, reconstructions, rtol=0, atol=CLOSE)


@pytest.fixture(scope="module")
def images(data):
    return data.test.images[:3]


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_computes_what_keras_does(run, images, preset):
    check(run, ae.preset(preset), images)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("normalization", ["none", "layer"])
@pytest.mark.parametrize("kind", ["dense", "conv"])
def test_every_activation_does_in_every_kind_of_layer(run, images, kind, activation, normalization):
    widths = {"dense": (33, 20), "conv": (5, 6, 7, 8)}[kind]
    hp = ae.Hyperparameters(
        architecture=kind, encoder=widths, latent_dim=6, activation=activation,
        code_activation=activation, output_activation=activation, normalization=normalization,
    )  # fmt: skip
    check(run, hp, images)


@settings(max_examples=20)
@given(hp=hyperparameters())
@example(
    hp=ae.Hyperparameters(
        encoder=(1, 2, 3), latent_dim=1, normalization="layer", bias_initializer="zeros"
    )
)
def test_drawn_networks_of_every_kind_do(run, images, hp):
    # In single precision, normalising layers of few units can cost Keras itself more than this:
    # equal images then have codes that differ by 4e-5.
    check(run, hp, images, "float64")


@pytest.mark.parametrize("side", [28, 14, 7, 4, 2])
@pytest.mark.parametrize("kind", ["conv", "transpose"])
def test_padding_is_placed_as_keras_places_it(site, side, kind):
    """Whole numbers, so that not one may differ."""
    page, files = site
    half = -(-side // 2)
    large, small = (side, side, 2), (half, half, 3)
    before, after = (large, small) if kind == "conv" else (small, large)
    options = {"strides": 2, "padding": "same"}
    if kind == "conv":
        layer = keras.layers.Conv2D(3, 3, **options)
    else:
        options["output_padding"] = side - (2 * half - 1)
        layer = keras.layers.Conv2DTranspose(2, 3, **options)
    layer.build((None, *before))
    random = np.random.default_rng(side)
    weights = [random.integers(-9, 10, v.shape).astype(np.float32) for v in layer.get_weights()]
    layer.set_weights(weights)
    values = random.integers(-9, 10, before).astype(np.float32)
    header = {"layers": [
        {"name": "only", "kind": kind, "before": before, "after": after, "activation": "linear"}
    ]}  # fmt: skip
    files["/decoder"] = pack(header, {"only/kernel": weights[0], "only/bias": weights[1]})
    found = page.evaluate(RUN, ["/encoder", "/decoder", "decode", values.ravel().tolist(), 1])
    np.testing.assert_array_equal(np.reshape(found, after), layer(values[None])[0])


def test_the_error_function_is_exact_to_a_dozen_digits(evaluate):
    from math import erf

    values = np.linspace(-7, 7, 561).tolist()
    found = evaluate("engine/activations.js", "values.map(erf)", values=values)
    np.testing.assert_allclose(found, [erf(x) for x in values], rtol=1e-9, atol=1e-12)


@pytest.fixture
def ready(site, tiny):
    """The page with an engine on a small network's files; both can be changed beforehand."""
    page, files = site
    encoder, decoder = build(tiny)
    weights = lively(initial_weights(encoder, decoder, seed=1))
    for part in PARTS:
        files[f"/{part}"] = engine_file(tiny, weights, part, {"step": 12})
    return page, files


ASK = """async (ask) => {
  const { openEngine } = await import("/engine/engine.js");
  const engine = openEngine({ encoder: "/encoder", decoder: "/decoder" });
  const failed = ({ name, message, status, isTemporary }) => (
    { name, message, status, isTemporary });
  try {
    return await new Function("engine", "failed", `return (${ask})(engine)`)(engine, failed);
  } catch (error) {
    return failed(error);
  } finally {
    engine.close();
  }
}"""
DECODE = "(engine) => engine.decode(new Float32Array(4)).then((image) => image.length)"


def test_the_header_says_what_there_is_to_know(ready):
    page, _ = ready
    header = page.evaluate(ASK, "(engine) => engine.header")
    assert header["step"] == 12
    assert header["code"] == {"size": 4, "is_variational": False}


def test_the_encoder_is_loaded_when_it_is_needed_and_asked_for_again_if_it_failed(ready):
    page, files = ready
    encoder = files.pop("/encoder")
    files["/encoder"] = (503, "No workers are running yet.")
    assert page.evaluate(ASK, DECODE) == 784
    ask = """async (engine) => {
      const image = new Float32Array(784);
      const problem = await engine.encode(image).catch(failed);
      await giveEncoder();
      return [problem, (await engine.encode(image)).length];
    }"""
    page.expose_function("giveEncoder", lambda: files.update({"/encoder": encoder}))
    problem, size = page.evaluate(ASK, ask)
    assert problem == {
        "name": "FileError",
        "message": "No workers are running yet.",
        "status": 503,
        "isTemporary": True,
    }
    assert size == 4


CUT = "The file is cut short: load the page again."


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda raw: raw[:7], CUT),
        (lambda raw: raw[:100], CUT),
        (lambda raw: raw[:-4], CUT),
        (lambda raw: b"", CUT),
        (lambda raw: raw[:4] + b"\2" + raw[5:],
         "The file is of version 2, and this page reads 1: load the page again."),
        (lambda raw: b"PK\3\4" + raw[4:], "This is not a file of AE Lab."),
        (lambda raw: raw[:12] + b"?" + raw[13:],
         "The file's header can't be read: the file is damaged."),
        (lambda raw: raw.replace(b'"dense"', b'"sense"'),
         "The network has a layer of a kind that this page does not know: load the page again."),
        (lambda raw: pack({"step": 1}, {}), "The file has no network in it."),
        (lambda raw: raw.replace(b'"output/bias"', b'"output/bits"'),
         "The file has no “output/bias” in it."),
    ],
)  # fmt: skip
def test_a_bad_file_is_said_to_be_one(ready, damage, sentence):
    page, files = ready
    files["/decoder"] = damage(files["/decoder"])
    failed = page.evaluate(ASK, DECODE)
    assert failed == {
        "name": "FileError", "message": sentence, "status": None, "isTemporary": False
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "is_temporary"),
    [((422, "The weights of this run are not finite: there is no network to run."), False),
     ((404, "This run has no weights to show."), False),
     ((503, "No worker answered within 30 seconds."), True)],
)  # fmt: skip
def test_what_the_server_says_is_handed_on(ready, answer, is_temporary):
    page, files = ready
    files["/decoder"] = answer
    failed = page.evaluate(ASK, DECODE)
    assert (failed["status"], failed["message"]) == answer
    assert failed["isTemporary"] is is_temporary


def test_a_server_that_is_away_may_be_tried_again(ready):
    page, _ = ready
    ask = ASK.replace('"/decoder"', '"http://127.0.0.1:9/decoder"')
    failed = page.evaluate(ask, DECODE)
    assert failed["message"] == "The server does not answer."
    assert (failed["status"], failed["isTemporary"]) == (0, True)


def test_a_single_code_gets_in_between_many(ready):
    page, _ = ready
    ask = """async (engine) => {
      await engine.header;
      const order = [];
      const codes = new Float32Array(4 * 20000);
      const many = engine.decodeAll(codes, 20000).then(() => order.push("many"));
      await new Promise((resolve) => setTimeout(resolve, 20));
      const one = engine.decode(new Float32Array(4)).then(() => order.push("one"));
      await Promise.all([many, one]);
      return order;
    }"""
    assert page.evaluate(ASK, ask) == ["one", "many"]


def test_of_codes_that_come_faster_than_they_are_decoded_the_newest_is_shown(ready):
    page, _ = ready
    ask = """async (engine) => {
      await engine.header;
      const shown = [];
      const request = engine.follow((image, code) => shown.push([image[0], code[0]]));
      for (let i = 0; i < 100; i++) request(Float32Array.of(i, 0, 0, 0));
      await request(Float32Array.of(7, 0, 0, 0));
      const image = await engine.decode(Float32Array.of(7, 0, 0, 0));
      return { shown, last: image[0] };
    }"""
    found = page.evaluate(ASK, ask)
    assert [code for _, code in found["shown"]] == [0, 7]
    assert found["shown"][-1][0] == found["last"]


def test_parts_of_a_page_share_an_engine_until_the_last_leaves(ready):
    page, _ = ready
    assert page.evaluate("""async () => {
      const { engineOf, releaseEngine } = await import("/engine/engines.js");
      const addresses = { encoder: "/encoder", decoder: "/decoder" };
      const first = engineOf(addresses), second = engineOf({ ...addresses });
      let closed = 0;
      const { close } = first;
      first.close = () => { closed++; close.call(first); };
      releaseEngine(addresses);
      const kept = closed === 0 && (await second.decode(new Float32Array(4))).length === 784;
      releaseEngine(addresses);
      const next = engineOf(addresses);
      releaseEngine(addresses);
      return [first === second, kept, closed, next === first];
    }""") == [True, True, 1, False]
