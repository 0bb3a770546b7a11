# The two commands that matter: `make run` and `make test`. Everything longer than a line is in deploy/.
PYTHON := .venv/bin/python
VERROU := .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header --system-certs --python-version 3.11

.DEFAULT_GOAL := aide
.PHONY: aide install install-dev run test test-fast lint verifier bench mesure captures verrou clean

aide: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

install: ## make .venv and install what running needs
	@sh deploy/installer.sh

install-dev: ## the same, with what testing needs
	@sh deploy/installer.sh dev

run: ## install, prepare and serve; PORT=8001 make run for another port
	@ETAPE='1/5 ' sh deploy/installer.sh
	@exec .venv/bin/flask --app wsgi lancer

test: install-dev ## lint, types and every test, on real parts
	@sh deploy/outils-de-test.sh
	@$(MAKE) --no-print-directory verifier
	$(PYTHON) -m pytest

test-fast: install-dev ## the tests that need no server, in under 30 s
	$(PYTHON) -m pytest -q -m "not serveur and not long"

verifier:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

lint: install-dev verifier ## ruff, mypy, known vulnerabilities of the dependencies
	$(PYTHON) deploy/audit.py requirements.txt

bench: install-dev ## the benchmarks, each against its peer
	$(PYTHON) -m bench

mesure: install-dev ## precision and recall of the reader on a labelled corpus: make mesure CORPUS=../shared/corpus
	$(PYTHON) -m bench.mesure $(CORPUS)

captures: install-dev ## take the screenshots of docs/captures from a running demo (PORT)
	$(PYTHON) -m docs.captures.faire http://127.0.0.1:$${PORT:-8000}

verrou: install-dev ## compile the lock files again (MAJ=--upgrade to take new versions)
	$(VERROU) $(MAJ) pyproject.toml --output-file requirements.txt
	$(VERROU) $(MAJ) --group dev pyproject.toml --output-file requirements-dev.txt

clean: ## remove the environment and the caches; instance/ and uploads/ are kept
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
