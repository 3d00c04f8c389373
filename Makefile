# Unroll: `make run` starts it, `make test` tests it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

.PHONY: help run test bench bench-page load lint format clean

help:
	@echo "make run     start Unroll on http://localhost:$(PORT)"
	@echo "make test    run every test, those in a real browser included"
	@echo "make bench   time the engine beside torch and JAX (brings both), then the page"
	@echo "make bench-page   time the page in a real browser, beside a bare Streamlit app"
	@echo "make load    time a class of 1 to 100 open pages beside a bare Streamlit app (5 minutes; Linux)"
	@echo "make lint    check style and format"
	@echo "make format  mend what can be mended"

run: $(VENV)/run.stamp
	@echo "Unroll: http://localhost:$(PORT)  (Ctrl+C stops it)"
	@exec $(BIN)/streamlit run app/main.py --server.port $(PORT)

test: $(VENV)/test.stamp
	@$(BIN)/python tests/install_chromium.py
	$(BIN)/python -m pytest

bench: $(VENV)/bench.stamp
	PYTHONPATH=.:tests $(BIN)/python tests/benchmarks/engine.py $(SIZES)
	@$(MAKE) --no-print-directory bench-page

bench-page: $(VENV)/test.stamp
	@$(BIN)/python tests/install_chromium.py
	PYTHONPATH=.:tests $(BIN)/python tests/benchmarks/browser.py

load: $(VENV)/run.stamp
	@PYTHONPATH=.:tests $(BIN)/python -m load $(LOAD)

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/test.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Unroll needs Python 3.11 or newer; PYTHON=... names another one."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/test.stamp: tests/requirements.txt requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@

$(VENV)/bench.stamp: tests/benchmarks/requirements.txt $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/benchmarks/requirements.txt
	@touch $@

clean:
	rm -rf $(VENV)
