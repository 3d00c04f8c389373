"""Experiments that the tests share: all sizes different, weights not symmetric, seeds explicit."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from app.experiment import LOSSES, Experiment, Sizes
from rnn import ACTIVATIONS

SIZES = Sizes(batch_size=2, n_sequences=5, n_features=3, n_nodes=4)

#: Every loss with every placement that it may have, as fields of an experiment.
LOSS_CHOICES = [
    {"loss": name, "placement": placement} for name, loss in LOSSES.items() for placement in loss.placements
]

#: Finite float64 of every kind, subnormal numbers and -0.0 included.
finite = st.floats(allow_nan=False, allow_infinity=False, width=64)
sizes = st.builds(Sizes, *(st.integers(1, largest) for largest in (2, 3, 3, 4)))


def experiment(seed: int = 0, sizes: Sizes = SIZES, **changes: object) -> Experiment:
    """An experiment with standard normal values; `changes` are fields to set instead."""
    rng = np.random.default_rng(seed)
    return Experiment(**({name: rng.normal(size=shape) for name, shape in sizes.shapes().items()} | changes))


@st.composite
def experiments(draw: st.DrawFn, sizes: st.SearchStrategy[Sizes] = sizes) -> Experiment:
    """Any experiment of small sizes, with any finite numbers."""
    arrays = {
        name: draw(hnp.arrays(np.float64, shape, elements=finite)) for name, shape in draw(sizes).shapes().items()
    }
    return Experiment(
        **arrays,
        activation=draw(st.sampled_from(list(ACTIVATIONS))),
        **draw(st.sampled_from(LOSS_CHOICES)),
        learning_rate=draw(finite),
    )
