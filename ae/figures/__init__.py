"""Figures in two steps: plain data first, so that tests assert on values, then the drawing.

`canvas` is the article's mosaic of digits, `network` the diagram of a network, `latent` the cloud
of codes, `compare` the curves and digits of several runs. matplotlib draws through `Figure`, never
through pyplot, whose state is global.
"""
