"""Plotly's charts: a page may go while one is being drawn, or before Plotly is there."""

import gzip

import pytest

from ae.web.assets import compressed_plotly
from tests.components.conftest import serving

# The chart's node is `plot`, the module's functions are `plots`; a few turns later all has settled.
STAGE = """async (script) => {
  const plots = await import("/shared/plotly.js");
  const plot = document.body.appendChild(document.createElement("div"));
  const traces = [{ x: [1, 2], y: [3, 4] }];
  const run = new Function("plots", "plot", "traces", `return (async () => { ${script} })()`);
  await run(plots, plot, traces);
  await new Promise((resolve) => setTimeout(resolve, 200));
  return { isDrawn: plot.childElementCount > 0, isPlotly: plot.emit !== undefined };
}"""
LOAD = "await plots.loadPlotly('/plotly.js'); "


@pytest.fixture
def staged(page):
    """Runs a script on that stage; the fixture `page` fails the test for an error in the page."""
    with serving() as (address, files):
        files["/plotly.js"] = gzip.decompress(compressed_plotly())
        page.goto(address)
        yield lambda script: page.evaluate(STAGE, script)


def test_a_chart_is_drawn_and_given_up(staged):
    assert staged(LOAD + "await plots.drawPlot(plot, traces)") == {
        "isDrawn": True,
        "isPlotly": True,
    }
    given_up = staged(LOAD + "await plots.drawPlot(plot, traces); await plots.dropPlot(plot)")
    assert given_up == {"isDrawn": False, "isPlotly": False}


@pytest.mark.parametrize("draws", [1, 2])
def test_a_chart_given_up_while_it_is_drawn_is_no_error(staged, draws):
    listen = "((stands) => stands && plot.on('plotly_click', () => {}))"
    drawing = f"plots.drawPlot(plot, traces).then({listen}); " * draws
    assert not staged(f"{LOAD}{drawing}await plots.dropPlot(plot)")["isPlotly"]


def test_a_chart_given_up_is_drawn_no_more(staged):
    late = "await plots.dropPlot(plot); await plots.drawPlot(plot, traces)"
    assert staged(f"plots.dropPlot(plot); {LOAD}{late}") == {"isDrawn": False, "isPlotly": False}
