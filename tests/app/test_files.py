"""The arrays in a file."""

import io
import json
import pickle
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app import limits
from app.experiment.experiment import ExperimentError
from app.experiment.files import arrays_in
from app.experiment.literals import read
from app.translations import LANGUAGES, Catalogue

A = np.array([[0.1, -0.2], [0.5, 1e-9]])


def npy(values, **options):
    file = io.BytesIO()
    np.save(file, values, **options)
    return file.getvalue()


def npz(saved=np.savez, **values):
    file = io.BytesIO()
    saved(file, **values)
    return file.getvalue()


def numbers(name, data):
    return {label: read(source, shape) for label, shape, source in arrays_in(name, data)}


def refused(name, data=b""):
    with pytest.raises(ExperimentError) as caught:
        arrays_in(name, data)
    for language in LANGUAGES:
        assert name in Catalogue(language)(caught.value.key, **caught.value.values)
    return caught.value.key.removeprefix("error.file.")


@settings(deadline=None)
@given(
    arrays.arrays(
        st.sampled_from([np.float64, np.float32, np.int32, np.uint8, np.bool_, ">f8"]),
        arrays.array_shapes(min_dims=1, max_dims=3, max_side=4),
    ),
    st.booleans(),
)
def test_an_array_of_numpy_comes_back(values, by_column):
    data = npy(np.asfortranarray(values) if by_column else values)
    if not np.isfinite(values.astype(float)).all():
        assert refused("w.npy", data) == "not_finite"
        return
    (found,) = numbers("w.npy", data).values()
    assert found.tobytes() == values.astype(np.float64).tobytes()


@pytest.mark.parametrize("saved", [np.savez, np.savez_compressed])
def test_all_arrays_of_an_archive_are_found_by_name(saved):
    found = numbers("w.npz", npz(saved, W_h=A, B=np.arange(3)))
    assert list(found) == ["W_h", "B"]
    assert found["W_h"].tobytes() == A.tobytes()


def test_json_csv_and_notebooks():
    data = {"weights": {"W_h": A.tolist(), "name": "x", "B": [1, 2]}, "ragged": [[1], [2, 3]], "words": ["a"]}
    assert list(numbers("w.json", json.dumps(data).encode())) == ["W_h", "B"]
    assert numbers("w.json", json.dumps(A.tolist()).encode())["w.json"].tolist() == A.tolist()
    assert numbers("w.csv", b"a,b\n0.1,-0.2\n0.5,1e-9\n")["w.csv"].tolist() == A.tolist()
    assert numbers("w.tsv", "0,1\t-0,2\n0,5\t1e-9\n".encode("utf-16"))["w.tsv"].tolist() == A.tolist()
    assert len(numbers("w.csv", b"0,5;1,5\n")) == 2
    notebook = {
        "cells": [
            {"cell_type": "markdown", "source": ["W_h = [[9]]"]},
            {"cell_type": "code", "source": ["W_h = np.array([[0.1, -0.2],\n", " [0.5, 1e-9]])"]},
            {"cell_type": "code", "source": "h", "outputs": [{"data": {"text/plain": ["array([[0.25, 0.5]])"]}}]},
            {"cell_type": "code", "source": "print(B)", "outputs": [{"text": "[1. 2.]\n"}, {"name": "x"}, 3]},
        ]
    }  # fmt: skip
    found = numbers("w.ipynb", json.dumps(notebook).encode())
    assert {label: values.tolist() for label, values in found.items()} == {
        "W_h": A.tolist(), "h": [[0.25, 0.5]], "print(B)": [1, 2],
    }  # fmt: skip


def test_no_pickle_is_opened():
    class Trap:
        def __reduce__(self):
            return (pytest.fail, ("a pickle was opened",))

    objects = np.empty(1, dtype=object)
    objects[0] = Trap()
    assert refused("w.npy", npy(objects, allow_pickle=True)) == "numbers"
    assert refused("w.npz", npz(w=objects)) == "numbers"
    for name in ("w.pkl", "w.npy", "w.npz", "w.json", "w.ipynb"):
        assert refused(name, pickle.dumps(Trap())) in ("pickle", "broken")


def header(shape, descr="'<f8'"):
    text = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}"
    text = text.ljust(118 - 1) + "\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode()


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("w.npy", header("(1000000, 1000000)"), "large"),
        ("w.npy", header("(2, 2)"), "broken"),
        ("w.npy", header("(-2, 2)"), "broken"),
        ("w.npy", header("(2, 2)", "'<c16'"), "numbers"),
        ("w.npy", header("(2, 2)", "'<U8'"), "numbers"),
        ("w.npy", header("__import__('os')"), "broken"),
        ("w.npy", b"", "broken"),
        ("w.npz", b"PK\x03\x04", "broken"),
        ("w.json", b"{", "broken"),
        ("w.json", b"[" * 100_000, "broken"),
        ("w.json", b"{}", "empty"),
        ("w.ipynb", b"[]", "empty"),
        ("w.pt", b"", "torch"),
        ("model.safetensors", b"", "torch"),
        ("w.h5", b"", "keras"),
        ("w.xlsx", b"", "sheet"),
        ("w.pkl", b"", "pickle"),
        ("w.exe", b"", "kind"),
        ("w", b"", "kind"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(name, data, key):
    assert refused(name, data) == key


def test_a_bomb_is_looked_at_and_not_unpacked():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("w.npy", header("(100000, 100000)") + bytes(50_000_000))
    assert refused("w.npz", file.getvalue()) == "large"


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_an_archive_with_any_byte_wrong_gives_arrays_or_a_sentence(save):
    file = io.BytesIO()
    save(file, w=A)
    whole = file.getvalue()
    for at in range(len(whole)):
        for byte in {0, 1, 127, 255, whole[at] ^ 128} - {whole[at]}:
            try:
                arrays_in("w.npz", whole[:at] + bytes([byte]) + whole[at + 1 :])
            except ExperimentError:
                continue


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(["npy", "npz", "json", "csv", "ipynb"]),
    st.binary(max_size=200),
    st.integers(0, 400),
    st.integers(0, 255),
)
def test_any_file_gives_arrays_or_a_sentence(kind, noise, at, byte):
    whole = {"npy": npy(A), "npz": npz(w=A), "json": b'{"w": [[1, 2]]}', "csv": b"1,2\n3,4", "ipynb": b'{"cells": []}'}[
        kind
    ]
    for data in (noise, whole[:at], whole[:at] + bytes([byte]) + whole[at + 1 :], whole[:at] + noise):
        try:
            found = arrays_in(f"w.{kind}", data)
        except ExperimentError:
            continue
        for _, shape, source in found:
            assert read(source, shape).size <= limits.MAX_CELLS
