# Each target does its own set-up from a bare checkout. PYTHON may name any Python from 3.11 on.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help demo evals test test-slow schemas clean

help:
	@echo "make demo       summarise an article with the local model (first time: a few minutes of set-up)"
	@echo "make evals      replay the recorded responses, score them, compare with the baseline"
	@echo "make test       lint, types, layers and tests"
	@echo "make test-slow  the tests that need minutes"
	@echo "make schemas    write schemas/ and the generated docs anew"
	@echo "make clean      remove .venv and caches"

demo: .venv/local.stamp
	$(BIN)/summarizer run evals/articles/eval-de-09.json

test: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -n auto --dist loadfile

evals: .venv/dev.stamp
	$(BIN)/summarizer eval run

test-slow: .venv/dev.stamp
	$(BIN)/python -m pytest -m slow

schemas: .venv/dev.stamp
	$(BIN)/python -m summarizer.schema_files schemas
	$(BIN)/python -m docs.generate

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 ..."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/local.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[local]'
	@touch $@

.venv/dev.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ .venv/local.stamp

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
