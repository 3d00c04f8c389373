# Unroll: `make run` starts it, `make test` tests it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
ADDRESS ?= localhost

IMAGE ?= unroll

# glibc lends every thread a heap of its own, where what was freed waits for that thread; a thread of Streamlit's lasts
# as long as one answer. One heap for all, and a class leaves little behind. The Dockerfile says the same.
run bench-page load: export MALLOC_ARENA_MAX = 1

# Tests are shared out among workers, each with a server and a browser of its own.
WORKERS ?= auto
PYTEST := $(BIN)/python -m pytest --numprocesses $(WORKERS) --maxprocesses 4 --dist worksteal
FAST := --ignore tests/browser -m "not slow"

.PHONY: help run test test-fast test-pythons bench bench-page load lint types format image image-test audit constraints clean

help:
	@echo "make run     start Unroll on http://localhost:$(PORT)"
	@echo "make test    run every test, those in a real browser included"
	@echo "make test-fast   run those that need no browser and no patience, in a minute"
	@echo "make test-pythons   run the engine's tests on every Python from 3.11 up that is here"
	@echo "make bench   time the engine beside torch and JAX (brings both), then the page"
	@echo "make bench-page   time the page in a real browser, beside a bare Streamlit app"
	@echo "make load    time a class of 1 to 100 open pages beside a bare Streamlit app (Linux)"
	@echo "make lint    check style and format, the Dockerfiles, and Kubernetes' manifest against its schema"
	@echo "make types   check the browser's modules against their types (needs node)"
	@echo "make format  mend what can be mended"
	@echo "make image   build the container image"
	@echo "make image-test   build it, and run in it the tests of page and server"
	@echo "make audit   ask for known vulnerabilities of the pinned packages"

run: $(VENV)/run.stamp
	@echo "Unroll: http://localhost:$(PORT)  (Ctrl+C stops it)"
	@exec $(BIN)/streamlit run app/main.py --server.port $(PORT) --server.address $(ADDRESS)

test: $(VENV)/test.stamp
	@$(BIN)/python -m tests.browser.install_chromium
	$(PYTEST)

test-fast: $(VENV)/test.stamp
	$(PYTEST) $(FAST)

test-pythons:
	$(PYTHON) -m tests.pythons $(VENV)/pythons

bench: $(VENV)/bench.stamp
	$(BIN)/python -m tests.bench.engine $(SIZES)
	@$(MAKE) --no-print-directory bench-page

bench-page: $(VENV)/test.stamp
	@$(BIN)/python -m tests.browser.install_chromium
	$(BIN)/python -m tests.bench.page

load: $(VENV)/run.stamp
	@$(BIN)/python -m tests.bench.load $(LOAD)

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/hadolint Dockerfile tests/Dockerfile
	$(BIN)/kubernetes-validate --strict --quiet deploy/kubernetes.yaml

types: $(VENV)/types/node_modules/.bin/tsc
	$< -p app/workbench/static/jsconfig.json

$(VENV)/types/node_modules/.bin/tsc: | $(BIN)/python
	@command -v npm >/dev/null || { echo "make types needs node and npm; nothing else does."; exit 1; }
	npm install --silent --no-audit --no-fund --prefix $(VENV)/types typescript@5.9.3
	@touch $@

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

$(VENV)/bench.stamp: tests/bench/requirements.txt $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/bench/requirements.txt
	@touch $@

image:
	docker build --build-arg REVISION=$$(git rev-parse --short HEAD) -t $(IMAGE) .

image-test: image
	docker build -f tests/Dockerfile --build-arg IMAGE=$(IMAGE) -t $(IMAGE)-test .
	docker run --rm --read-only --tmpfs /tmp $(IMAGE)-test

# In an environment of its own: it brings many packages.
audit: $(BIN)/python
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	cat requirements.txt deploy/constraints.txt > $(VENV)/audit/all.txt
	$(VENV)/audit/bin/pip-audit --disable-pip --no-deps --timeout 10 --progress-spinner off -r $(VENV)/audit/all.txt

constraints:
	rm -rf $(VENV)/pins
	$(PYTHON) -m venv $(VENV)/pins
	$(VENV)/pins/bin/pip install --quiet --disable-pip-version-check -r requirements.txt
	head -1 deploy/constraints.txt > $(VENV)/pins/new
	$(VENV)/pins/bin/pip freeze --exclude numpy --exclude streamlit --exclude plotly --exclude segno --exclude brotli >> $(VENV)/pins/new
	mv $(VENV)/pins/new deploy/constraints.txt

clean:
	rm -rf $(VENV)
