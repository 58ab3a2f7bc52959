from ae.metrics import METRICS


def test_a_figure_of_a_run_that_blew_up_stays_short():
    assert METRICS["sse_per_image"].text(8.036122141588365e24) == "8.036e24"
    assert METRICS["psnr"].text(float("-inf")) == "–"


def test_counts_and_shares_are_no_decimals():
    assert METRICS["dead_pixels"].text(31) == "31"
    assert METRICS["code_at_rest"].text(0.507) == "51%"
