# Every command here works on a fresh machine with Python 3.11 or later.
# `make demo` to see it, `make test` to test it, `make help` for the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_LOCK := requirements/runtime.lock
DEV_LOCK := requirements/development.lock
NAMES_LOCK := requirements/names.lock
# Each lock leaves a mark once it is installed, so that a changed lock is installed again.
RUN_MARK := $(VENV)/.runtime-installed
DEV_MARK := $(VENV)/.development-installed
WORKERS ?= auto

.PHONY: help setup demo serve test names lint bench translations locks check-python clean

help:
	@echo "make demo   set up the samples, write their appendix and serve the site on 127.0.0.1:8000"
	@echo "make serve  serve the site with your own consultations"
	@echo "make test   all tests (installs what they need)"
	@echo "make lint   style, types and import rules"
	@echo "make bench  speed, as ratios of two things timed in the same run"
	@echo "make translations  bring the catalogues of the interface's languages up to date"
	@echo "make setup  only install what running needs"
	@echo "make names  also install what a language model that proposes names needs (optional, 275 MB)"

check-python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or later is needed; this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12 ...")'

$(VENV)/bin/python: | check-python
	$(PYTHON) -m venv $(VENV)

$(RUN_MARK): $(RUN_LOCK) pyproject.toml | $(VENV)/bin/python
	@echo "Installing what running needs (about a minute)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(RUN_LOCK)
	sh scripts/install_command.sh $(VENV)
	@touch $@

$(DEV_MARK): $(DEV_LOCK) $(RUN_MARK)
	@echo "Installing what tests need"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(DEV_LOCK)
	@touch $@

setup: $(RUN_MARK)

# Optional: docs/developers.md says how to get a model and how to set it.
names: $(RUN_MARK)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(NAMES_LOCK)

demo: setup
	SECURE_COOKIES=no $(BIN)/consult demo --out demo-appendix

serve: setup
	$(BIN)/consult serve

test: $(DEV_MARK)
	sh scripts/install_browser.sh
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --durations=25

lint: $(DEV_MARK)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(DEV_MARK)
	$(BIN)/python -m benchmarks

# Finds every text of the public pages, merges them into each catalogue and compiles it: docs/languages.md.
translations: $(DEV_MARK)
	$(BIN)/python -m scripts.translations

# Needs uv. Writes no index address, so that the locks install wherever packages come from.
locks:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url requirements/runtime.in -o $(RUN_LOCK)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -c $(RUN_LOCK) requirements/development.in -o $(DEV_LOCK)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -c $(RUN_LOCK) requirements/names.in -o $(NAMES_LOCK)

clean:
	rm -rf $(VENV) instance demo-appendix .pytest_cache .mypy_cache .ruff_cache .hypothesis
