"""Where weights begin: each initializer gives W(n_in, n_out) and B(n_out), from a seed or a Generator.

simple      W ~ sigma N(0, 1)                  Xavier   W ~ N(0, 1) / sqrt(n_in)
He          W ~ N(0, 1) sqrt(2 / n_in)         orthogonal  W W^T = I or W^T W = I        identity  W = scale I

Two draws in a row differ; the same seed gives the same draws again. Biases begin at zero.
Sources: X. Glorot and Y. Bengio (2010); K. He et al. (2015); A. Saxe et al. (2014); Q. Le, N. Jaitly and G. Hinton,
"A simple way to initialize recurrent networks of rectified linear units" (2015).
"""

import numpy as np


class Initializer:
    """What all initializers share: the source of randomness, and biases of zero."""

    def __init__(self, *, seed: int | np.random.Generator | None = None) -> None:
        self.rng = np.random.default_rng(seed)

    def B(self, n_out: int) -> np.ndarray:
        """Zeros (n_out,)."""
        return np.zeros(n_out)


class SimpleInitializer(Initializer):
    """Normal numbers of standard deviation `sigma`."""

    def __init__(self, sigma: float, *, seed: int | np.random.Generator | None = None) -> None:
        super().__init__(seed=seed)
        if not (np.isfinite(sigma) and sigma >= 0):
            raise ValueError(f"sigma is {sigma}; expected a finite number, 0 or more.")
        self.sigma = sigma

    def W(self, n_in: int, n_out: int) -> np.ndarray:
        """Weights (n_in, n_out)."""
        return self.sigma * self.rng.standard_normal((n_in, n_out))


class XavierInitializer(Initializer):
    """Normal numbers that keep the variance of what passes: standard deviation 1 / sqrt(n_in), meant for tanh."""

    def W(self, n_in: int, n_out: int) -> np.ndarray:
        """Weights (n_in, n_out)."""
        return self.rng.standard_normal((n_in, n_out)) / np.sqrt(n_in)


class HeInitializer(Initializer):
    """Normal numbers of standard deviation sqrt(2 / n_in), meant for relu, which halves the variance."""

    def W(self, n_in: int, n_out: int) -> np.ndarray:
        """Weights (n_in, n_out)."""
        return self.rng.standard_normal((n_in, n_out)) * np.sqrt(2.0 / n_in)


class OrthogonalInitializer(Initializer):
    """Rows or columns, whichever are fewer, orthonormal: as recurrent weights they keep the length of a state."""

    def W(self, n_in: int, n_out: int) -> np.ndarray:
        """Weights (n_in, n_out)."""
        q, r = np.linalg.qr(self.rng.standard_normal((max(n_in, n_out), min(n_in, n_out))))
        q = q * np.where(np.diag(r) < 0, -1.0, 1.0)  # makes every orthogonal matrix equally likely
        return q if n_in >= n_out else q.T


class IdentityInitializer(Initializer):
    """`scale` on the diagonal, zeros elsewhere: every node begins by remembering itself."""

    def __init__(self, scale: float = 1.0, *, seed: int | np.random.Generator | None = None) -> None:
        super().__init__(seed=seed)
        self.scale = scale

    def W(self, n_in: int, n_out: int) -> np.ndarray:
        """Weights (n_in, n_out)."""
        return self.scale * np.eye(n_in, n_out)
