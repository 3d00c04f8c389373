"""Where weights begin: each initializer gives W(n_in, n_out) and B(n_out), from a seed or a Generator.

simple      W ~ sigma N(0, 1)                  identity    W = scale I
Xavier      W ~ N(0, 1) / sqrt(n_in)           Glorot      W ~ U(-r, r), r = sqrt(6 / (n_in + n_out))
He          W ~ N(0, 2 / n_in)                 orthogonal  W W^T = I or W^T W = I

Two draws in a row differ; the same seed gives the same draws again, to the bit and on every machine. Biases begin at
zero. States are rows (x_t W_x), so a weight has n_in rows and n_out columns.
"""

import math

import numpy as np

from rnn.checks import generator, number, whole


class Initializer:
    """What all initializers share: the source of randomness, and biases of zero."""

    def __init__(self, *, seed: int | np.random.Generator | None = None) -> None:
        self.rng = generator("seed", seed)

    def B(self, n_out: int) -> np.ndarray:
        """Zeros (n_out,)."""
        return np.zeros(whole("n_out", n_out))


class SimpleInitializer(Initializer):
    """Normal numbers of standard deviation `sigma`."""

    def __init__(self, sigma: float, *, seed: int | np.random.Generator | None = None) -> None:
        super().__init__(seed=seed)
        self.sigma = number("sigma", sigma, least=0)

    def W(self, n_in: int, n_out: int) -> np.ndarray:
        """Weights (n_in, n_out)."""
        n_in, n_out = whole("n_in", n_in), whole("n_out", n_out)
        return self.sigma * self.rng.standard_normal((n_in, n_out))


class XavierInitializer(Initializer):
    """Normal numbers that keep the variance of what passes: standard deviation 1 / sqrt(n_in), meant for tanh.

    What courses call Xavier: of the two conditions of X. Glorot and Y. Bengio (2010), eq. 10 and 11, the forward one.
    """

    def W(self, n_in: int, n_out: int) -> np.ndarray:
        """Weights (n_in, n_out)."""
        n_in, n_out = whole("n_in", n_in), whole("n_out", n_out)
        return self.rng.standard_normal((n_in, n_out)) / np.sqrt(n_in)


class GlorotInitializer(Initializer):
    """Uniform numbers within a reach that keeps the variance both forward and back, as the frameworks call Xavier.

    X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010), eq. 16.
    """

    def W(self, n_in: int, n_out: int) -> np.ndarray:
        """Weights (n_in, n_out)."""
        n_in, n_out = whole("n_in", n_in), whole("n_out", n_out)
        reach = np.sqrt(6 / (n_in + n_out))
        return self.rng.uniform(-reach, reach, (n_in, n_out))


class HeInitializer(Initializer):
    """Normal numbers of standard deviation sqrt(2 / n_in), meant for relu, which halves the variance.

    K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into rectifiers" (2015), eq. 10.
    """

    def W(self, n_in: int, n_out: int) -> np.ndarray:
        """Weights (n_in, n_out)."""
        n_in, n_out = whole("n_in", n_in), whole("n_out", n_out)
        return self.rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))


class OrthogonalInitializer(Initializer):
    """Rows or columns, whichever are fewer, orthonormal: as recurrent weights they keep the length of a state.

    A. Saxe, J. McClelland and S. Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural
    networks" (2014). Q of a Gaussian matrix is uniform among all such when R's diagonal is positive, as it is here:
    F. Mezzadri, "How to generate random matrices from the classical compact groups" (2007).
    """

    def W(self, n_in: int, n_out: int) -> np.ndarray:
        """Weights (n_in, n_out)."""
        n_in, n_out = whole("n_in", n_in), whole("n_out", n_out)
        q = _orthonormal(self.rng.standard_normal((min(n_in, n_out), max(n_in, n_out))))
        return q if n_in < n_out else np.ascontiguousarray(q.T)


class IdentityInitializer(Initializer):
    """`scale` on the diagonal, zeros elsewhere: every node begins by remembering itself.

    Q. Le, N. Jaitly and G. Hinton, "A simple way to initialize recurrent networks of rectified linear units" (2015).
    """

    def __init__(self, scale: float = 1.0, *, seed: int | np.random.Generator | None = None) -> None:
        super().__init__(seed=seed)
        self.scale = number("scale", scale)

    def W(self, n_in: int, n_out: int) -> np.ndarray:
        """Weights (n_in, n_out)."""
        n_in, n_out = whole("n_in", n_in), whole("n_out", n_out)
        return np.where(np.eye(n_in, n_out) == 1, self.scale, 0.0)


def _orthonormal(vectors: np.ndarray) -> np.ndarray:
    """Rows made orthonormal one after the other, by Gram and Schmidt.

    Twice, which is enough: L. Giraud, J. Langou and M. Rozloznik, "The loss of orthogonality in the Gram-Schmidt
    orthogonalization process" (2005). Sums are exact (`fsum`), because those of a linear algebra library differ from
    machine to machine.
    """
    done: list[np.ndarray] = []
    for vector in vectors:
        for other in done * 2:
            vector = vector - math.fsum((vector * other).tolist()) * other
        done.append(vector / math.sqrt(math.fsum((vector * vector).tolist())))
    return np.array(done)
