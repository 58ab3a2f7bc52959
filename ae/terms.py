"""The words that the pages show, each with one or two sentences on what it means."""

from __future__ import annotations

from ae.networks import PIXELS

_PCA = (
    "Principal component analysis: of all codes that are weighted sums of the pixels, that with "
    "the least squared error. A network can do better, for it can bend."
)
_CLIPPED = "Its grey levels are kept between black and white, as the cross-entropy needs."
_VALIDATION = (
    "The loss on 5,000 images that the network is never trained on. When it rises while the "
    "training loss falls, the network learns its images by heart."
)

# What is worth knowing before one starts, in an order in which it can be read.
GLOSSARY: dict[str, str] = {
    "Autoencoder": "A network that squeezes an image through a narrow code and learns to give it "
    "back.",
    "Code": "The few numbers between encoder and decoder: all that the decoder knows of an image.",
    "Encoder": "The part of the network that makes a code of an image.",
    "Decoder": "The part of the network that makes an image of a code.",
    "Variational": "The code of an image is a distribution from which one is drawn, and all of "
    "them together are held near a standard normal: so new images can be drawn too.",
    "Step": "One change of all weights, by the gradient on one batch of images.",
    "Batch": "The images that one step looks at.",
    "Epoch": "As many steps as show the network each of the training images once.",
    "Learning rate": "How far a step changes the weights: too small and nothing is learnt in time, "
    "too large and the loss leaps up.",
    "Loss": "What training makes small: how far the network is from giving its images back, and "
    "what else its settings ask for.",
    "Training loss": "The loss on the batch of a step, before the step changes the weights. It "
    "jumps, for each step has other images.",
    "Validation loss": _VALIDATION,
    "PCA": _PCA,
}

# Of the scores of generated digits.
SCORE_TERMS: dict[str, str] = {
    "Accepted": "Share of the images that a classifier of digits takes for one with a probability "
    "of 0.9 or more. A single good digit over and over is accepted every time.",
    "Spread over digits": "How often the classifier finds each of the digits 0 to 9, and the "
    "entropy of that: 3.32 bits where all ten come equally often, 0 where there is only one.",
    "Fréchet distance": "How far the images lie from the test images, by means and covariances of "
    "the classifier's last hidden layer. Copies of training images have the least: it does not "
    "tell new from old.",
    "Density": "How thickly images lie where the test images do: 1 if as thickly as they "
    "themselves, more where they crowd into the commonest shapes.",
    "Coverage": "Share of the test images that have one of the images near them, within reach of "
    "their five nearest of their own kind. What is never drawn leaves a gap.",
    "Nearer than test digits": "The chance that an image is nearer to some training image than a "
    "test image is: 50% if it is as new, 100% for a copy. Plain, common shapes are near too. A z "
    "below −3 stands where it can't be chance.",
    "Floor": "Training images, scored as if they had been drawn: the least distance that can be "
    "hoped for, and how copies look.",
    "Ceiling": "What needs no network: codes of PCA with as many numbers, drawn from one Gaussian. "
    "A network should do better.",
}

# All of them, by the words as they stand on a page.
TERMS: dict[str, str] = GLOSSARY | {
    "Time per step": "The median of what the steps have taken so far; the first few, which take "
    "longer, do not count.",
    "Time left": "How long the rest takes at the pace of the last seconds.",
    "training, each step": "The loss on the batch of each step. It jumps, for each step has other "
    "images.",
    "training, smoothed": "A moving average of the loss on each step's batch; the pale curve "
    "behind it is each step as it was.",
    "validation": _VALIDATION,
    "Trustworthiness": "How far neighbours on a map are neighbours in the code, too: 1 if all are, "
    "about 0.5 if points were thrown at random. The ten nearest of each point count.",
    "t-SNE": "A map made point by point so that what is near in the code is near on it. How far "
    "apart groups lie on it, and how large they are, says nothing.",
    "UMAP": "A map as t-SNE's, made faster. How far apart groups lie on it says nothing.",
    "Cluster": "One of ten groups of codes that lie together, found by k-means, which knows of no "
    "digit's label.",
    "Temperature": "How far codes are drawn from the middle of their Gaussian: at 0 they are the "
    "middle itself, at 1 they spread as the Gaussian does, at 2 twice as far.",
    "Smoothing": "How much of the average before stays in it at each step: at 0 the curve is each "
    "step as it was.",
    "reconstruction": "The part of the loss that counts how far the image given back is from the "
    "one it should be.",
    "KL divergence": "The part of the loss that keeps the codes near a standard normal: about how "
    "much the code says of an image, in nats.",
    "regularisation": "The part of the loss that does not count the images: penalties on the "
    "weights or the code, as the settings ask for them.",
    "mean squared error per pixel": "The difference between image and reconstruction, squared; "
    "the mean of it over all pixels.",
    "cross-entropy per pixel (nats)": "How surprising each pixel is if the reconstruction is taken "
    "as its chance of ink. Also a perfect copy has some, where pixels are grey.",
    "nats per image": "The cross-entropy summed over the pixels of an image, and the KL "
    "divergence. A nat is a measure of information: 1.44 bits.",
    "mean image": "The error of always showing the mean of all training images, whatever the "
    "input: a network that does no better has learnt nothing.",
    "PCA with the same code size": f"{_PCA} Here it has as many numbers as the network's code.",
    "PCA with the same code size (clipped)": f"{_PCA} Here it has as many numbers as the network's "
    f"code. {_CLIPPED}",
    f"PCA, {PIXELS} numbers": f"{_PCA} An image has {PIXELS} pixels, so it has no more numbers.",
    f"PCA, {PIXELS} numbers (clipped)": f"{_PCA} An image has {PIXELS} pixels, so it has no more "
    f"numbers. {_CLIPPED}",
    "input as it is": "The error of giving the noisy input back as it is: what a denoising network "
    "has to beat.",
    "perfect copy": "The least cross-entropy there is: where a pixel is grey, even a perfect copy "
    "of it has some.",
    "Original": "Sixteen test images, which the network is never trained on.",
    "Input": "What the network is shown: the same images, with the noise that it has to remove.",
    "Reconstructed": "What the network makes of them: through the encoder to a code, and through "
    "the decoder back to an image.",
    "Error": "Reconstructed less original: red where it is too bright, blue where it is too dark.",
    **SCORE_TERMS,
}

# Of clouds of codes.
PCA_PLANE = (
    "A code of many numbers does not fit on paper. Principal component analysis (PCA) finds the "
    "plane that shows as much of the codes' variance as a plane can; the percentage is its share "
    "of all variance. It is turned so that the cloud neither flips nor spins from one picture to "
    "the next: which way is up means nothing, what lies together does."
)
PCA_AXES = (
    "A code of many numbers does not fit on paper. Principal component analysis (PCA) turns it so "
    "that the first axis shows as much of the codes' variance as one axis can, the second as much "
    "as it can of the rest. The percentage is their share of all variance: points that touch here "
    "may be far apart in the rest."
)
