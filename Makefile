PYTHON ?= python3
BIN := .venv/bin
DATA ?=
# What is run and the Debian package it comes in; slides are drawn with letters as wide as Arial's.
TOOLS := chromium:chromium soffice:libreoffice-impress pdftoppm:poppler-utils openssl:openssl nginx:nginx-light haproxy:haproxy
MESSAGES := lagesbild_data/words/locale/sv/LC_MESSAGES/messages
FONTS := fonts-dejavu-core fonts-liberation

.PHONY: run test torture fuzz lint bench docs locale requirements tools

run: .venv/run
	$(BIN)/python -m streamlit run app.py $(if $(DATA),-- --data "$(DATA)")

test: .venv/dev tools lint
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

torture: .venv/dev
	$(BIN)/python -m tests.torture $(TORTURE)

# 10 000 files in all, the same number of each format; more or others: make fuzz FUZZ="--examples 50000 --format kolada --why".
fuzz: .venv/dev
	$(BIN)/python -m tests.importers.fuzz $(FUZZ)

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports --no-cache

bench: .venv/dev tools
	$(BIN)/python benchmarks/bench.py $(BENCH)

docs: .venv/dev tools
	PYTHONPATH=. $(BIN)/python docs/skarmbilder.py
	PYTHONPATH=. $(BIN)/python -c "from lagesbild_data.model.dictionary import markdown; print(markdown(), end='')" > docs/datakatalog.md
	PYTHONPATH=. $(BIN)/python -c "from lagesbild_data.model.settings import markdown; print(markdown(), end='')" > docs/installningar.md

# What argparse says in Swedish, compiled by Babel, so that nobody needs msgfmt.
locale: .venv/run
	$(BIN)/pybabel compile --locale sv --input-file $(MESSAGES).po --output-file $(MESSAGES).mo

requirements: .venv/dev
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --upgrade --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --upgrade --extra dev --constraint requirements.txt \
		--output-file requirements-dev.txt pyproject.toml

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/run

tools:
	@PATH="$$PATH:/usr/sbin"; missing=$$(for tool in $(TOOLS); do command -v $${tool%:*} > /dev/null || echo $${tool#*:}; done); \
	[ -z "$$missing" ] || { [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null && apt-get update -qq \
		&& apt-get install -y -qq --no-install-recommends $(FONTS) $$missing > /dev/null; } \
		|| { echo "Verktyg saknas; installera dem med: sudo apt-get install --no-install-recommends $(FONTS)" $$missing; exit 1; }
