"""Figures in two steps: plain data first, so that tests assert on values, then the drawing.

`digits` is the article's mosaic, `network` the diagram of a network, `latent` the cloud of codes,
`curves` the losses and digits of several runs. matplotlib draws through `Figure`, never
through pyplot, whose state is global.
"""
