# make run: serve on port 3000.  make test: everything that must pass.  make bench: how fast it is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHELL := /bin/bash
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run demo test bench lint types pytest format playground clean
.DELETE_ON_ERROR:

run: $(VENV)/.run $(VENV)/.playground
	@exec $(BIN)/wekan-graphql serve

demo: $(VENV)/.run $(VENV)/.playground
	@exec $(BIN)/wekan-graphql demo

test: lint types pytest

lint: $(VENV)/.dev
	@$(BIN)/ruff format --check --quiet || { echo "Some files are not formatted; run: make format"; exit 1; }
	@$(BIN)/ruff check --quiet

types: $(VENV)/.dev
	@$(BIN)/mypy

# Each file stays on one worker: the browser tests share their servers.
pytest: $(VENV)/.dev $(VENV)/.playground
	@sh tests/browser/install-chromium.sh
	@$(BIN)/pytest -q -n auto --maxprocesses 4 --dist loadfile

format: $(VENV)/.dev
	@$(BIN)/ruff format --quiet
	@$(BIN)/ruff check --quiet --fix

# make bench BENCH=--quick takes a minute and a half; BENCH=--help shows what else it understands.
bench: $(VENV)/.bench $(VENV)/.playground
	@$(BIN)/python -m bench $(BENCH)

playground: $(VENV)/.run
	@$(BIN)/python -m playground.build

clean:
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache playground/assets

# The empty files in the environment say what has been done; make compares their times.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "This needs Python 3.11 or newer, and $(PYTHON) is not; name one with: make PYTHON=python3.12"; exit 1; }
	@echo "Making a virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv --clear $(VENV) || { \
		echo "Python could not make a virtual environment; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.run: requirements.lock pyproject.toml $(VENV)/.made
	@echo "Installing what the server needs ..."
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml $(VENV)/.made
	@echo "Installing what the tests need ..."
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.bench: requirements-bench.lock $(VENV)/.run
	@echo "Installing what the benchmark needs ..."
	@$(PIP) install --require-hashes --requirement requirements-bench.lock
	@touch $@

# Where the build could not be done it says so, and is tried again at the next start.
$(VENV)/.playground: playground/build.py playground/package.json playground/package-lock.json \
		playground/requirements-npm.txt $(VENV)/.made
	@$(MAKE) --no-print-directory playground
	@if [ -f playground/assets/built-from ]; then touch $@; fi
