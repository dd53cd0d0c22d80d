# Push-In needs Python 3.11 or newer with venv, and make. Everything else comes into .venv from PyPI,
# in the versions of uv.lock. Another Python: make run PYTHON=python3.12

PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin

# An environment that switches bytecode off would triple the time that every start takes; another
# project's active environment is not the one to install into.
unexport PYTHONDONTWRITEBYTECODE VIRTUAL_ENV PYTHONPATH PYTHONHOME
export UV_COMPILE_BYTECODE := 1
export UV_PROJECT_ENVIRONMENT := .venv
export UV_PYTHON := $(BIN)/python
export UV_PYTHON_DOWNLOADS := never

# Two stamps: to run Push-In, nobody downloads what only its tests and checks need.
RUNNABLE := .venv/.runnable
TESTABLE := .venv/.testable

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help run test check lint format types layers migrations manifest links bench proof clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 16

run: $(RUNNABLE) ## set up and start: in Slack if .env has its tokens, else in the sandbox (ARGS=--sandbox)
	@exec $(BIN)/pushin run $(ARGS)

test: $(TESTABLE) ## set up and run the quick tests (at most 4 minutes)
	@$(BIN)/pytest -n 2 -m "not slow and not browser and not proof" tests/unit tests/scenario tests/faults

check: lint format types layers migrations manifest links ## everything that needs no test: style, types, layers, schema, manifest, links

lint: $(TESTABLE)
	@$(BIN)/ruff check .

format: $(TESTABLE)
	@$(BIN)/ruff format --check .

types: $(TESTABLE)
	@$(BIN)/mypy

layers: $(TESTABLE)
	@$(BIN)/lint-imports --no-logo

# The tables of a new database, made by the migrations, are those of the models.
migrations: $(TESTABLE)
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	export PUSHIN_DATA_DIR="$$folder" PUSHIN_DATABASE_URL="sqlite:///$$folder/check.db" && \
	$(BIN)/pushin db upgrade && $(BIN)/pushin db check

manifest: $(TESTABLE)
	@made=$$($(BIN)/pushin manifest) && printf '%s\n' "$$made" | diff -u manifest.json - || \
	{ echo "manifest.json is out of date: $(BIN)/pushin manifest > manifest.json" >&2; exit 1; }

links: $(TESTABLE)
	@$(BIN)/python .ci/links.py

bench: $(RUNNABLE) ## measure, each figure beside its floor on this machine
	@$(BIN)/pushin bench $(ARGS)

proof: $(TESTABLE) ## the long proofs in full (hours), written to docs/proof/; some: ARGS="bench rules"
	@PYTHONPATH=tests $(BIN)/python -m tests.proof $(ARGS)

clean: ## remove .venv and all caches; the data in .pushin stays
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNNABLE): pyproject.toml uv.lock
	@command -v $(PYTHON) >/dev/null || { echo "Push-In needs Python 3.11 or newer; there is no $(PYTHON) here. If it has another name: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Push-In needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). If a newer one has another name: make run PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up .venv (once; about a minute)"
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv sync --quiet --frozen --inexact --no-dev
	@touch $@

$(TESTABLE): $(RUNNABLE)
	@$(BIN)/uv sync --quiet --frozen --inexact
	@touch $@
