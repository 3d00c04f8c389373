"""The classifier learns what needs memory."""

import numpy as np
import pytest

from rnn import ScratchSimpleRNNClassifier
from tests.engine.referee import which_came_first


@pytest.fixture(scope="module")
def learnt():
    rng = np.random.default_rng(1)
    X, y = which_came_first(400, 6, rng)
    X_val, y_val = which_came_first(300, 6, rng)
    names = np.array(["A", "B"])
    classifier = ScratchSimpleRNNClassifier(12, lr=0.01, n_epochs=20, batch_size=16, random_state=0)
    return classifier.fit(X, names[y], X_val, names[y_val]), X_val, names[y_val]


def test_it_tells_which_symbol_came_first(learnt):
    classifier, X, y = learnt
    assert classifier.score(X, y) >= 0.95
    assert set(classifier.predict(X)) == {"A", "B"}
    assert classifier.classes_.tolist() == ["A", "B"]


def test_probabilities_sum_to_one_and_go_with_the_prediction(learnt):
    classifier, X, _ = learnt
    probabilities = classifier.predict_proba(X)
    assert probabilities.shape == (300, 2)
    assert np.allclose(probabilities.sum(axis=1), 1.0)
    assert (classifier.classes_[probabilities.argmax(axis=1)] == classifier.predict(X)).all()


def test_the_histories_have_one_entry_for_each_epoch_and_go_the_right_way(learnt):
    classifier, X, y = learnt
    for history in (classifier.loss_history_, classifier.val_loss_history_):
        assert len(history) == 20
        assert history[-1] < 0.5 * history[0]
    assert classifier.val_accuracy_history_[-1] == classifier.score(X, y)
    assert classifier.accuracy_history_[-1] > classifier.accuracy_history_[0]


def test_every_step_can_have_a_class_of_its_own():
    rng = np.random.default_rng(2)
    X = rng.normal(size=(200, 5, 1))
    y = (np.roll(X[..., 0], 1, axis=1) > 0).astype(int)  # the sign one step before
    y[:, 0] = 0
    classifier = ScratchSimpleRNNClassifier(8, every_step=True, lr=0.02, n_epochs=20, random_state=1).fit(X, y)
    assert classifier.predict(X).shape == (200, 5)
    assert classifier.score(X, y) > 0.9


def test_the_same_seed_gives_the_same_classifier_and_a_second_fit_starts_afresh():
    X, y = which_came_first(40, 4, np.random.default_rng(3))
    one, other = (ScratchSimpleRNNClassifier(5, n_epochs=2, random_state=7).fit(X, y) for _ in range(2))
    assert one.loss_history_ == other.loss_history_
    assert one.fit(X, y).loss_history_ == other.loss_history_


def test_progress_is_told_when_asked(capsys):
    X, y = which_came_first(20, 4, np.random.default_rng(4))
    ScratchSimpleRNNClassifier(3, n_epochs=2, random_state=0).fit(X, y)
    assert capsys.readouterr().out == ""
    ScratchSimpleRNNClassifier(3, n_epochs=2, random_state=0, verbose=True).fit(X, y, X, y)
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 2
    assert told[1].startswith("epoch 2/2  loss ")
    assert "validation loss" in told[1]


def test_options_are_read_and_changed_by_name():
    classifier = ScratchSimpleRNNClassifier(5, lr=0.1)
    assert classifier.get_params()["n_nodes"] == 5
    assert classifier.set_params(lr=0.2, n_nodes=6) is classifier
    assert (classifier.lr, classifier.n_nodes) == (0.2, 6)
    assert ScratchSimpleRNNClassifier(**classifier.get_params()).get_params() == classifier.get_params()
    with pytest.raises(ValueError, match="layers is no option; expected one of n_nodes"):
        classifier.set_params(layers=2)


def test_bad_use_is_refused():
    classifier = ScratchSimpleRNNClassifier(3)
    with pytest.raises(ValueError, match="expected a call of fit before"):
        classifier.predict(np.ones((1, 2, 3)))
    with pytest.raises(ValueError, match=r"y has shape \(3,\); expected \(n_samples,\) = \(2,\), as in X"):
        classifier.fit(np.ones((2, 4, 1)), np.ones(3))
    with pytest.raises(ValueError, match=r"X has shape \(2, 4\); expected \(n_samples, n_sequences, n_features\)"):
        classifier.fit(np.ones((2, 4)), np.ones(2))


def test_the_told_loss_is_the_mean_over_the_samples_whatever_the_size_of_a_batch():
    X, y = which_came_first(30, 4, np.random.default_rng(5))
    still = ScratchSimpleRNNClassifier(5, lr=1e-12, n_epochs=1, batch_size=7, random_state=0).fit(X, y, X, y)
    assert still.loss_history_[0] == pytest.approx(still.val_loss_history_[0], rel=1e-6)
    right = still.predict_proba(X)[np.arange(30), y]
    assert still.loss_history_[0] == pytest.approx(-np.log(right).mean(), rel=1e-6)
