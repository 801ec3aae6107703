PYTHON ?= python3
BIN := .venv/bin
DATA ?=

.PHONY: run test lint bench docs requirements chromium

run: .venv/run
	$(BIN)/python -m streamlit run app.py $(if $(DATA),-- --data "$(DATA)")

test: .venv/dev chromium lint
	$(BIN)/python -m pytest

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports --no-cache

bench: .venv/dev chromium
	$(BIN)/python benchmarks/bench.py $(BENCH)

docs: .venv/dev chromium
	PYTHONPATH=. $(BIN)/python docs/skarmbilder.py
	PYTHONPATH=. $(BIN)/python -c "from lagesbild_data.dictionary import markdown; print(markdown(), end='')" > docs/datakatalog.md

requirements: .venv/dev
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --upgrade --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --upgrade --extra dev --constraint requirements.txt \
		--output-file requirements-dev.txt pyproject.toml

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/run

chromium:
	@command -v chromium > /dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null \
		&& apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core > /dev/null; } \
		|| { echo "Chromium saknas; installera det med: sudo apt-get install chromium"; exit 1; }
