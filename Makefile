# What a developer or a curious visitor runs. Needs python3 (3.11 or newer) with venv, and make; nothing else.
# Everything comes from requirements.lock, by hash, into .venv; the project itself is installed in place.

PYTHON ?= python3
JOBS   ?= auto
ARGS   ?=
KILLS  ?= 1000,100

VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
PIP    := $(BIN)/python -m pip --disable-pip-version-check install -qq

# One line that names what is missing and how to get it, or nothing.
missing = $(shell \
	if ! command -v $(PYTHON) >/dev/null 2>&1; then \
		echo '$(PYTHON) is missing: install Python 3.11 or newer, or name one with PYTHON=/path/to/python3'; \
	elif ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo "Python 3.11 or newer is needed, $(PYTHON) is $$($(PYTHON) -V 2>&1): name another with PYTHON=/path/to/python3"; \
	elif ! $(PYTHON) -c 'import venv' 2>/dev/null; then \
		echo 'the module venv of $(PYTHON) is missing: on Debian and Ubuntu, apt install python3-venv'; \
	elif ! $(PYTHON) -c 'import ensurepip' 2>/dev/null; then \
		echo 'pip for new environments (ensurepip) is missing: on Debian and Ubuntu, apt install python3-venv'; \
	fi)

.DEFAULT_GOAL := help
.PHONY: help demo test test-all coverage kills pictures check lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: $(STAMP) ## the whole program at work on a sample brand: under three minutes, installation included
	@$(BIN)/monitor demo $(ARGS)

test: $(STAMP) ## the quick tests, with pip alone: under five minutes (ARGS="-k feed" for some of them)
	@$(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal $(ARGS)

test-all: $(STAMP) ## every test: the kills, the suites, a browser too; what is missing fails; half an hour
	@MONITOR_TESTS=all $(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal $(ARGS)

coverage: $(STAMP) ## the share of src that the quick tests run, by branches; child processes are not counted
	@$(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal --cov=monitor --cov-branch --cov-report=term:skip-covered $(ARGS)

kills: $(STAMP) ## kill -9, so many times on SQLite and on PostgreSQL (KILLS=1000,100): a quarter of an hour
	@MONITOR_TESTS=all MONITOR_KILLS=$(KILLS) $(BIN)/python -m pytest -q -rP tests/run/test_tick_kills.py

pictures: $(STAMP) ## the documentation's pictures of the demo's digests, anew (needs chromium)
	@$(BIN)/python tools/pictures.py

check: $(STAMP) ## style, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

lock: ## write both locks again after a change of pyproject.toml (needs uv; ARGS=--upgrade for newer versions)
	@$(if $(shell command -v uv),,$(error uv is missing: it alone writes a lock for every platform; install it with pip))\
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--group dev pyproject.toml -o requirements.lock $(ARGS)
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-deps \
		--no-binary :all: --group source -o requirements-source.lock $(ARGS)

clean: ## remove the environment and all that was built
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .grimp_cache
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is made anew when the lock or the project's description changes. The build backend comes from the
# lock too (--no-build-isolation), and of the first lock only wheels are taken, so that nothing without a hash is ever
# fetched or run.
$(STAMP): requirements.lock requirements-source.lock pyproject.toml
	@$(if $(missing),$(error $(missing)))echo "Installing into $(VENV) (once) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) --require-hashes --only-binary=:all: -r requirements.lock
	@$(PIP) --require-hashes --no-binary=:all: --no-deps --no-build-isolation -r requirements-source.lock
	@$(PIP) --no-deps --no-build-isolation --no-index -e .
	@touch $@
