"""What the menus offer, by the name that links and the command line use; and the caps."""

DATASETS = {"mnist": "MNIST digits"}
PIXEL_VALUES = {"grey": "grey levels", "binarised": "black or white, drawn anew each time"}
NOISES = {
    "none": "none",
    "gaussian": "Gaussian",
    "masking": "masking (pixels off)",
    "salt_pepper": "salt and pepper",
}
ARCHITECTURES = {"dense": "dense", "conv": "convolutional"}
ACTIVATIONS = {
    "relu": "ReLU",
    "gelu": "GELU",
    "elu": "ELU",
    "tanh": "tanh",
    "sigmoid": "sigmoid",
    "linear": "linear (none)",
}
NORMALIZATIONS = {"none": "none", "layer": "layer normalisation"}
INITIALIZERS = {
    "glorot_uniform": "Glorot uniform",
    "glorot_normal": "Glorot normal",
    "he_uniform": "He uniform",
    "he_normal": "He normal",
    "lecun_normal": "LeCun normal",
    "zeros": "zeros",
}
CODES = {"plain": "plain", "variational": "variational"}
SPARSITIES = {"none": "none", "l1": "L1 on the code", "kl": "KL to a target activity"}
LOSSES = {"mse": "Mean squared error", "bce": "Binary cross-entropy"}
OPTIMIZERS = {
    "rmsprop": "RMSprop",
    "adam": "Adam",
    "adamw": "AdamW",
    "sgd": "SGD with momentum",
}
SCHEDULES = {
    "constant": "constant",
    "cosine": "cosine, to zero",
    "step": "step, a tenth at 50 % and 75 %",
}
GROUPS = {
    "data": "Data",
    "network": "Network",
    "code": "Code",
    "loss": "Loss",
    "optimizer": "Optimiser",
    "run": "Run",
}

MAX_LAYERS = 6
# 28, 14, 7, 4, 2: a fifth halving would leave a single pixel.
MAX_CONV_LAYERS = 4
MAX_WIDTH = 4096
# 10 million weights with two optimiser slots and a gradient are 160 MB: any laptop holds that.
MAX_PARAMETERS = 10_000_000
# Layer outputs of a whole batch; held for the backward pass, 200 MB.
MAX_ACTIVATIONS = 50_000_000
# Multiply-adds of a whole run: about three hours on two cores.
MAX_WORK = 1e15
