"""The case in Keras: `SimpleRNN`, whose gradients TensorFlow's tape gives."""

from app.exports.run import Run, loss_line

_ACTIVATIONS = {"tanh": "tanh", "relu": "relu", "sigmoid": "sigmoid", "identity": "linear"}


def keras_code(run: Run) -> str:
    """A program that runs as it stands where Keras and TensorFlow are installed."""
    made = run.experiment
    loss = loss_line(run, "tf.reduce_sum({})")
    parts = [
        run.head(),
        "import keras",
        "import numpy as np",
        "import tensorflow as tf",
        "",
        run.comment("take.given"),
        run.given("tf.constant", ", dtype=tf.float64"),
        "batch_size, n_sequences, n_features = x.shape",
        "",
        "layer = keras.layers.SimpleRNN(",
        f'    len(B), activation="{_ACTIVATIONS[made.activation]}", return_sequences=True, dtype="float64"',
        ")",
        "layer.build(x.shape)",
        run.comment("take.keras.weights"),
        "layer.set_weights([W_x, W_h, B])",
        "",
        "with tf.GradientTape() as tape:",
        "    tape.watch([x, h_0])",
        "    h = layer(x, initial_state=h_0)",
        f"    L = {loss}",
        run.comment("take.keras.loss"),
        "weights = layer.trainable_variables",
        "dx, dh_0, *dW = tape.gradient(L, [x, h_0, *weights])",
        "",
        run.comment("take.checked"),
        run.expected("h", "dx", "dh_initial", "dW_x", "dW_h", "dB"),
        "results = [h, dx, dh_0, *dW]",
    ]
    if not run.is_finite:
        return "\n".join([*parts, run.comment("take.overflow")]) + "\n"
    parts += [
        "for (name, values), result in zip(expected.items(), results):",
        "    np.testing.assert_allclose(np.asarray(result), values, rtol=1e-7, atol=1e-12, err_msg=name)",
        f"np.testing.assert_allclose(float(L), {run.trace.loss.value!r}, rtol=1e-7, atol=1e-12)",
        f'print("{run.said("take.equal")}")',
    ]
    return "\n".join(parts) + "\n"
