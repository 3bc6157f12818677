# make run    from a fresh clone to the running product with the demonstration group; needs only Python 3.11 or newer
# make test   every check there is
# make bench  the benchmarks
# make fmt    formats the sources
# make api    makes the typed client in web/ anew from the API

PYTHON ?= python3
VENV := .venv/bin/python

.DEFAULT_GOAL := run
.PHONY: run test bench fmt api clean

run:
	@$(PYTHON) scripts/setup.py run
	@exec $(VENV) -m zhuke up --demo

test:
	@$(PYTHON) scripts/setup.py test
	@$(VENV) scripts/gate.py

bench:
	@$(PYTHON) scripts/setup.py test
	@$(VENV) -m bench

fmt:
	@$(PYTHON) scripts/setup.py test
	@.venv/bin/ruff check --fix --quiet .
	@.venv/bin/ruff format --quiet .

api:
	@$(PYTHON) scripts/setup.py test
	@$(VENV) scripts/gate.py --make-api-types

clean:
	rm -rf web/node_modules zhuke/static/app .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
