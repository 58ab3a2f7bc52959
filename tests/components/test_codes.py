"""The moving cloud of codes: what a frame says, how it moves, what is drawn."""

import base64

import numpy as np
import pytest

from ae.latent.frames import Frame, next_frame
from ae.plots.latent import COLOURS
from pages.components.addresses import FOLDER

FRAME, GAZE = "live_view/codes/frame.js", "live_view/codes/gaze.js"
GLIDING = "live_view/codes/gliding.js"
HTML = (FOLDER / "live_view/live_view.html").read_text()
CSS = (FOLDER / "live_view/codes/codes.css").read_text()
SIZE = "position: static; width: 400px; height: 300px; display: flex;"
SIZED = f".ae-live .pictures .cloud {{ {SIZE} }}"


def frame_of(numbers, step=400, seed=0, before=None):
    random = np.random.default_rng(seed)
    codes = random.standard_normal((500, numbers)).astype(np.float32)
    return next_frame(step, codes, before)


def text_of(frame):
    return base64.b64encode(frame.to_bytes()).decode()


@pytest.mark.parametrize("numbers", [1, 2, 16])
def test_a_frame_is_read_as_the_worker_wrote_it(evaluate, numbers):
    frame = frame_of(numbers)
    found = evaluate(
        FRAME,
        "(({ points, ...rest }) => [rest, [...points]])(readFrame(text))",
        text=text_of(frame),
    )
    assert found[0] == {
        "step": 400, "kind": frame.kind, "numbers": numbers, "share": frame.share,
    }  # fmt: skip
    back = Frame.of_bytes(frame.to_bytes()).points
    np.testing.assert_allclose(np.reshape(found[1], (-1, 2)), back, rtol=1e-6)


@pytest.mark.parametrize(
    ("step", "words"),
    [(0, "before the first step"), (1, "after 1 step"), (12_400, "after 12,400 steps")],
)
def test_the_step_is_in_words(evaluate, step, words):
    said = evaluate(FRAME, "whatIsSeen(readFrame(text))", text=text_of(frame_of(3, step)))
    assert said == f"500 test digits by their codes, {words}"


def test_how_much_is_seen_is_told_and_never_too_much(evaluate):
    plane = {"kind": "plane", "numbers": 128, "share": 0.9999}
    assert evaluate(FRAME, "howItIsSeen(f)", f=plane) == " of 128 numbers: 99% of the variance"
    two, one = ({"kind": "numbers", "numbers": n, "share": 1} for n in (2, 1))
    assert evaluate(FRAME, "howItIsSeen(f)", f=two) == "The code’s two numbers"
    assert "a row for each digit" in evaluate(FRAME, "howItIsSeen(f)", f=one)


def test_the_share_of_alike_neighbours_is_that_of_the_nearest_points(evaluate):
    random = np.random.default_rng(0)
    points, labels = random.standard_normal((60, 2)), random.integers(0, 3, 60)
    apart = np.square(points[:, None] - points).sum(axis=-1)
    np.fill_diagonal(apart, np.inf)
    expected = np.mean(labels[apart.argmin(axis=1)] == labels)
    said = evaluate(FRAME, "shareOfAlike(p, l)", p=points.ravel().tolist(), l=labels.tolist())
    assert said == pytest.approx(expected)


def gaze_at(evaluate, points, aspect=2, before=None):
    return evaluate(GAZE, "gazeAt(p, aspect, before)", p=points, aspect=aspect, before=before)


def test_all_points_are_seen_and_a_unit_is_as_long_across_as_up(evaluate):
    gaze = gaze_at(evaluate, [-1, 0, 5, 2, 2, 8])
    assert (gaze["x"], gaze["y"]) == (2, 4)
    assert gaze["halfHeight"] > 4
    assert gaze["halfWidth"] == pytest.approx(2 * gaze["halfHeight"])
    wide = gaze_at(evaluate, [-10, 0, 10, 0])
    assert wide["halfWidth"] > 10


def test_the_axes_stay_while_the_points_fill_them_and_follow_when_they_do_not(evaluate):
    before = gaze_at(evaluate, [-4, -4, 4, 4], aspect=1)
    assert gaze_at(evaluate, [-3, -3, 4.5, 4.5], 1, before) == before
    assert gaze_at(evaluate, [-5, -4, 4, 4], 1, before) != before
    shrunk = gaze_at(evaluate, [-2, -2, 2, 2], 1, before)
    assert shrunk["halfHeight"] == pytest.approx(before["halfHeight"] / 2)


def test_points_that_are_all_in_one_place_can_be_looked_at(evaluate):
    gaze = gaze_at(evaluate, [3, 3, 3, 3])
    assert gaze["halfWidth"] > 0
    along = evaluate(GAZE, "gazeAlong([3, 0, 3, 0])")
    assert along["halfWidth"] > 0


def test_a_code_of_one_number_has_ten_rows_that_stay(evaluate):
    gaze = evaluate(GAZE, "gazeAlong([-2, 0, 4, 9])")
    assert (gaze["y"], gaze["halfHeight"]) == (4.5, 5)
    assert (gaze["x"], gaze["halfWidth"] > 3) == (1, True)


def test_what_glides_is_as_far_at_any_frame_rate_and_arrives(evaluate):
    far = """(() => {
      const now = Float64Array.of(0), goal = [10];
      const pace = 160, elapsed = pace / count;
      for (let i = 0; i < count; i++) glide(now, goal, { elapsed, pace, size: 10 });
      return now[0];
    })()"""
    few, many = (evaluate(GLIDING, far, count=count) for count in (4, 40))
    assert few == pytest.approx(many) == pytest.approx(10 * (1 - np.exp(-1)))
    arrives = """(() => {
      const now = Float64Array.of(0), goal = [10];
      let frames = 0;
      while (!glide(now, goal, { elapsed: 16, pace: 160, size: 10 })) frames++;
      return [frames, now[0]];
    })()"""
    frames, end = evaluate(GLIDING, arrives)
    assert 40 < frames < 100
    assert end == 10


SHOW = """async ([html, css, labels, colours]) => {
  document.body.innerHTML = `<style>${css}</style>${html}`;
  const { CodeCloud } = await import("/live_view/codes/cloud.js");
  const { readFrame } = await import("/live_view/codes/frame.js");
  document.querySelector(".pictures").classList.add("with-codes");
  const root = document.querySelector(".cloud");
  window.cloud = new CodeCloud(root, { labels: Uint8Array.from(labels), colours, pca: "a plane" });
  window.give = (text) => window.cloud.show(readFrame(text));
  window.settled = () => new Promise((resolve) => {
    const look = () => {
      if (window.cloud.drawing === undefined) resolve();
      else requestAnimationFrame(look);
    };
    look();
  });
}"""
# How many pixels have each colour, or nearly so.
COUNT = """(colours) => {
  const { canvas, context } = window.cloud;
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return colours.map((colour) => {
    const rgb = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] > 150 && rgb.every((level, k) => Math.abs(data[i + k] - level) < 12)) count++;
    }
    return count;
  });
}"""


@pytest.fixture
def labels():
    return np.random.default_rng(5).integers(0, 10, 500).tolist()


@pytest.fixture
def cloud(components, labels):
    """A page with the cloud alone."""
    components.evaluate(SHOW, [HTML, f"{CSS}{SIZED}", labels, list(COLOURS)])
    return components


def give(page, frame):
    page.evaluate("window.give", text_of(frame))


def test_each_label_has_its_colour_and_the_text_says_what_is_seen(cloud):
    frame = frame_of(16)
    give(cloud, frame)
    cloud.evaluate("window.settled()")
    assert min(cloud.evaluate(COUNT, list(COLOURS))) > 100
    said = cloud.locator(".cloud canvas").get_attribute("aria-label")
    assert said.startswith("500 test digits by their codes, after 400 steps. PCA of 16 numbers: ")
    assert f"{int(100 * frame.share)}% of the variance" in said
    caption = cloud.locator(".cloud figcaption").inner_text()
    assert "PCA of 16 numbers" in caption


def test_a_label_that_is_pressed_comes_forward_and_goes_back(cloud):
    give(cloud, frame_of(16))
    three = cloud.get_by_role("button", name="3", exact=True)
    three.click()
    cloud.evaluate("window.settled()")
    counts = cloud.evaluate(COUNT, list(COLOURS))
    brought = counts.pop(3)
    assert brought > 100
    assert max(counts) < 5, "but for where dots lie over each other"
    assert three.get_attribute("aria-pressed") == "true"
    three.press("Enter")
    cloud.evaluate("window.settled()")
    assert min(cloud.evaluate(COUNT, list(COLOURS))) > 100


def test_dots_walk_from_frame_to_frame_and_arrive(cloud):
    first = frame_of(2, 1)
    second = frame_of(2, 2, seed=1)
    give(cloud, first)
    cloud.evaluate("window.settled()")
    walked = cloud.evaluate(
        """async (text) => {
          window.give(text);
          const seen = [window.cloud.now[0]];
          while (window.cloud.drawing !== undefined) {
            await new Promise(requestAnimationFrame);
            seen.push(window.cloud.now[0]);
          }
          return seen;
        }""",
        text_of(second),
    )
    start, end = first.points[0, 0], second.points[0, 0]
    assert walked[0] == pytest.approx(start, abs=0.01)
    assert walked[-1] == pytest.approx(end, abs=0.01)
    assert len(set(walked)) > 10
    steps = np.diff(walked) * np.sign(end - start)
    assert steps.min() >= 0, "it never turns back"


def test_where_less_motion_is_wanted_dots_do_not_walk(cloud):
    cloud.emulate_media(reduced_motion="reduce")
    give(cloud, frame_of(2, 1))
    cloud.evaluate("window.settled()")
    second = frame_of(2, 2, seed=1)
    give(cloud, second)
    np.testing.assert_allclose(
        cloud.evaluate("[...window.cloud.now]"), second.points.ravel(), atol=0.01
    )


def test_a_code_of_one_number_is_spread_out_by_label(cloud, labels):
    give(cloud, frame_of(1))
    rows = cloud.evaluate("[...window.cloud.goal].filter((_, k) => k % 2)")
    assert rows == [9 - label for label in labels]


def test_a_cloud_that_is_cleared_says_why(cloud):
    give(cloud, frame_of(3))
    cloud.evaluate("window.cloud.clear('No codes yet.')")
    cloud.evaluate("window.settled()")
    assert sum(cloud.evaluate(COUNT, list(COLOURS))) == 0
    assert cloud.locator(".cloud canvas").get_attribute("aria-label") == "No codes yet."
    assert cloud.locator(".cloud figcaption").inner_text().strip() == "No codes yet."


def test_another_size_shows_the_same_dots(cloud):
    give(cloud, frame_of(3))
    cloud.evaluate("window.settled()")
    cloud.evaluate("document.querySelector('.cloud').style.width = '900px'")
    cloud.wait_for_function("window.cloud.canvas.width > 400")
    cloud.evaluate("window.settled()")
    assert min(cloud.evaluate(COUNT, list(COLOURS))) > 100
