"""What a person gives for an array: taken, asked back with offers, or refused; and nothing guessed in silence."""

from dataclasses import replace

import numpy as np
import pytest

from app.experiment import Sizes
from app.experiment.experiment import ExperimentError
from app.experiment.frameworks import with_weights
from app.experiment.intake import Place, carried, take
from app.experiment.literals import LiteralError, read
from app.experiment.presets import PRESETS, TEXTBOOK
from app.trace import run
from app.translations import LANGUAGES, Catalogue
from app.workbench.literal import Literal, answered, literal_of


def offered(taken):
    return [offer.said[0] for offer in taken.offers]


def chosen(experiment, name, taken, key):
    """What an offer gives that is taken up."""
    offer = next(offer for offer in taken.offers if offer.said[0] == key)
    return take(experiment, name, offer.source, sizes=offer.sizes)


def test_what_fits_is_taken_at_once():
    taken = take(TEXTBOOK, "B", "[1, 2, 3, 4]")
    assert taken.experiment.B.tolist() == [1, 2, 3, 4]
    assert (taken.offers, taken.error) == ((), None)


@pytest.mark.parametrize("text", ["[[1, 2, 3, 4]]", "1; 2; 3; 4", "1\n2\n3\n4", "[[1], [2], [3], [4]]", "1 2 3 4"])
def test_a_bias_may_be_a_row_or_a_column(text):
    assert take(TEXTBOOK, "B", text).experiment.B.tolist() == [1, 2, 3, 4]


def test_one_number_for_all_is_taken_on_asking():
    taken = take(TEXTBOOK, "B", "0.5")
    assert taken.experiment is TEXTBOOK
    assert offered(taken) == ["offer.all"]
    assert chosen(TEXTBOOK, "B", taken, "offer.all").experiment.B.tolist() == [0.5] * 4


@pytest.mark.parametrize(
    ("name", "text", "sizes"),
    [
        ("W_h", "np.eye(3)", Sizes(1, 3, 2, 3)),
        ("W_x", "np.ones((5, 4))", Sizes(1, 3, 5, 4)),
        ("W_x", "np.ones((3, 3))", Sizes(1, 3, 3, 3)),
        ("B", "1 2 3", Sizes(1, 3, 2, 3)),
        ("x", "np.ones((5, 2))", Sizes(1, 5, 2, 4)),
        ("x", "np.ones((2, 5, 2))", Sizes(2, 5, 2, 4)),
        ("x", "1 2 3 4 5", Sizes(1, 5, 1, 4)),
        ("y", "np.ones((5, 3))", Sizes(1, 5, 2, 3)),
        ("h_initial", "np.ones((2, 4))", Sizes(2, 3, 2, 4)),
    ],
)
def test_another_shape_is_an_offer_of_other_sizes(name, text, sizes):
    taken = take(TEXTBOOK, name, text)
    assert taken.experiment is TEXTBOOK
    assert taken.error.key == "error.literal.shape"
    made = chosen(TEXTBOOK, name, taken, "offer.resize").experiment
    assert made.sizes == sizes
    assert getattr(made, name).ravel().tolist() == read(text, np.shape(eval_shape(text))).ravel().tolist()


def eval_shape(text):
    return np.zeros(tuple(map(int, text.split("((")[1].split("))")[0].split(",")))) if "((" in text else (
        np.eye(3) if "eye" in text else np.zeros(len(text.split()))
    )  # fmt: skip


def test_a_shape_that_no_sizes_have_is_refused_without_such_an_offer():
    assert offered(take(TEXTBOOK, "W_h", "np.ones((3, 5))")) == []
    assert "offer.resize" not in offered(take(TEXTBOOK, "W_h", "np.eye(300)"))


def test_what_fits_when_turned_or_row_by_row_is_offered():
    taken = take(TEXTBOOK, "W_x", "[[1, 2], [3, 4], [5, 6], [7, 8]]")
    assert chosen(TEXTBOOK, "W_x", taken, "offer.turned").experiment.W_x.tolist() == [[1, 3, 5, 7], [2, 4, 6, 8]]
    taken = take(TEXTBOOK, "W_x", "1 2 3 4 5 6 7 8")
    assert chosen(TEXTBOOK, "W_x", taken, "offer.row_by_row").experiment.W_x.tolist() == [[1, 2, 3, 4], [5, 6, 7, 8]]


@pytest.mark.parametrize("name", ["weight_hh_l0", "rnn.weight_hh_l0", "Whh", "Waa", "params['Waa']"])
def test_a_square_matrix_that_is_called_as_the_transpose_is_asked_about(name):
    made = PRESETS["vanishing"]
    taken = take(made, "W_h", f"{name} = np.array([[1, 2], [3, 4]])")
    assert taken.experiment is made
    assert offered(taken) == ["offer.transposed", "offer.as_it_is"]
    assert chosen(made, "W_h", taken, "offer.transposed").experiment.W_h.tolist() == [[1, 3], [2, 4]]
    assert chosen(made, "W_h", taken, "offer.as_it_is").experiment.W_h.tolist() == [[1, 2], [3, 4]]
    assert take(made, "W_h", "W_h = [[1, 2], [3, 4]]").experiment.W_h.tolist() == [[1, 2], [3, 4]]


def test_two_readings_that_fit_are_asked_about_and_one_is_taken():
    pencil = PRESETS["pencil"]
    taken = take(PRESETS["vanishing"], "B", "0,5", place=Place(0))
    assert offered(taken) == ["offer.point", "offer.comma"]
    assert take(pencil, "B", "0,5").experiment.B.tolist() == [0.5]  # [0, 5] has no room
    made = take(PRESETS["vanishing"], "B", "0,5;1,5")
    assert made.experiment.B.tolist() == [0.5, 1.5]


def test_a_block_goes_from_its_cell_on():
    taken = take(TEXTBOOK, "W_h", "0,5\t1,5\n2,5\t3,5", place=Place(5))
    assert taken.experiment.W_h[1:3, 1:3].tolist() == [[0.5, 1.5], [2.5, 3.5]]
    assert np.count_nonzero(taken.experiment.W_h != TEXTBOOK.W_h) == 4
    taken = take(TEXTBOOK, "B", "0,5", place=Place(3))
    assert taken.experiment.B.tolist() == [1, 1, 1, 0.5]  # for two cells there is no room
    batch = PRESETS["batch"]
    x = take(batch, "x", "9 8\n7 6", place=Place(8)).experiment.x
    assert x[1, 1:].tolist() == [[9, 8], [7, 6]]
    assert x[0].tolist() == batch.x[0].tolist()
    turned = take(TEXTBOOK, "x", "1\t2\t3\n4\t5\t6", place=Place(0, flat=True)).experiment.x
    assert turned[0].tolist() == [[1, 4], [2, 5], [3, 6]]


def test_a_block_without_room_is_refused_with_the_room_there_is():
    error = take(TEXTBOOK, "W_h", "1 2 3", place=Place(6)).error
    assert error.key == "error.paste_shape"
    assert error.values | {"rows": 1, "columns": 3, "room_rows": 3, "room_columns": 2} == error.values


def test_what_is_no_array_is_refused():
    with pytest.raises(LiteralError):
        take(TEXTBOOK, "B", "hello")


def test_the_state_is_carried_into_the_next_pass():
    last = run(TEXTBOOK).fwd.h[:, -1]
    assert carried(TEXTBOOK, last).h_initial.tobytes() == last.tobytes()


# ---- the weights of a layer ----


@pytest.fixture
def torch():
    found = pytest.importorskip("torch", reason="PyTorch is not installed")
    found.manual_seed(3)
    found.set_printoptions(precision=17)
    yield found
    found.set_printoptions(profile="default")


@pytest.fixture
def rnn(torch):
    return torch.nn.RNN(3, 5, batch_first=True, dtype=torch.float64)


def like_torch(made, rnn, torch):
    x = torch.randn(1, 4, 3, dtype=torch.float64)
    with torch.no_grad():
        expected = rnn(x)[0].numpy()
    shown = made.resized(Sizes(1, 4, 3, 5))
    h = run(replace(shown, x=x.numpy(), h_initial=np.zeros((1, 5)))).fwd.h
    np.testing.assert_allclose(h, expected, rtol=1e-12, atol=1e-14)


def test_the_weights_of_pytorch_give_the_states_of_pytorch(torch, rnn):
    sources = {name.removesuffix("_l0"): str(values) for name, values in rnn.named_parameters()}
    like_torch(with_weights(TEXTBOOK, "pytorch", sources), rnn, torch)


def test_a_whole_state_dict_in_one_field_is_divided(torch, rnn):
    printed = str(rnn.state_dict())
    assert printed.startswith("OrderedDict")
    like_torch(with_weights(TEXTBOOK, "pytorch", {"weight_ih": printed, "weight_hh": ""}), rnn, torch)


def test_the_weights_of_keras_are_taken_as_they_stand():
    given = [TEXTBOOK.W_x, TEXTBOOK.W_h, TEXTBOOK.B]
    names = ("kernel", "recurrent_kernel", "bias")
    made = with_weights(PRESETS["vanishing"], "keras", dict(zip(names, map(repr, given), strict=True)))
    for name, values in zip(("W_x", "W_h", "B"), given, strict=True):
        assert getattr(made, name).tolist() == values.tolist()
    printed = f"[{', '.join(map(repr, given))}]"
    assert with_weights(PRESETS["vanishing"], "keras", {"kernel": printed}).W_h.tolist() == TEXTBOOK.W_h.tolist()


@pytest.mark.parametrize(
    ("sources", "key", "field"),
    [
        ({}, "missing", "weight_ih"),
        ({"weight_ih": "[[1], [2]]"}, "missing", "weight_hh"),
        ({"weight_ih": "[1, 2]", "weight_hh": "np.eye(2)"}, "matrix", "weight_ih"),
        ({"weight_ih": "[[1], [2]]", "weight_hh": "[[1, 2]]"}, "square", "weight_hh"),
        ({"weight_ih": "[[1], [2], [3]]", "weight_hh": "np.eye(2)"}, "together", "weight_ih"),
        ({"weight_ih": "[[1], [2]]", "weight_hh": "np.eye(2)", "bias_hh": "1 2 3"}, "bias", "bias_hh"),
        ({"weight_ih": "1,2\n3,4", "weight_hh": "np.eye(2)"}, "two", "weight_ih"),
    ],
)
def test_weights_that_do_not_go_together_are_refused_by_name(sources, key, field):
    with pytest.raises(ExperimentError) as caught:
        with_weights(TEXTBOOK, "pytorch", sources)
    assert (caught.value.key, caught.value.values["field"]) == (f"error.weights.{key}", field)
    for language in LANGUAGES:
        assert field in Catalogue(language)(caught.value.key, **caught.value.values)


# ---- what the browser sends, and is told ----


def said(sent, experiment=TEXTBOOK, language="en"):
    return answered(literal_of(sent), experiment, Catalogue(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_offers_are_sentences_with_a_text_of_their_own(language):
    _, answer = said({"name": "W_h", "source": "np.eye(3)"}, language=language)
    (offer,) = answer["offers"]
    assert "n_nodes = 3" in offer["said"]
    made, taken = said({"name": "W_h", "source": offer["source"], "sizes": list(offer["sizes"])}, language=language)
    assert made.sizes.n_nodes == 3
    assert taken["source"].startswith("np.array(")


def test_what_was_skipped_is_told():
    _, answer = said({"name": "W_h", "source": ",a,b,c,d\n" + "\n".join(f"{i},1,2,3,4" for i in range(4))})
    assert answer["notes"] == ["The header was skipped: a b c d.", "The first column was skipped, from 0 on."]


@pytest.mark.parametrize(
    "sent",
    [None, 1, {}, {"name": "W_q"}, {"name": "W_h", "source": 1}, {"name": ["W_h"]}, {"name": "W_h", "file": "x"},
     {"name": "W_h", "file": {"name": "x", "data": "?"}}, {"name": "W_h", "framework": "keras", "sources": [1]},
     {"name": "W_h", "framework": "keras", "sources": {"kernel": 1}}],
)  # fmt: skip
def test_what_is_none_of_ours_is_not_read(sent):
    assert literal_of(sent) is None


def test_places_and_sizes_that_are_none_are_left_out():
    assert literal_of({"name": "W_h", "source": "1", "at": -1, "sizes": [1, 2]}) == Literal("W_h", "1")
    assert literal_of({"name": "W_h", "source": "1", "at": True, "sizes": [1, 2, 3, "4"]}) == Literal("W_h", "1")
