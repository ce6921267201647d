# The commands of this project; `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready-

.PHONY: help setup setup-analysis setup-test demo test check lint bench docs shots system lock clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

setup: $(STAMP)base  ## make .venv with what a node needs; does nothing when all is in place

setup-analysis: setup $(STAMP)analysis

setup-test: $(STAMP)test $(STAMP)spark $(STAMP)ftm

$(STAMP)base: requirements/base.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(STAMP)test: $(STAMP)base requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

$(STAMP)analysis: $(STAMP)base requirements/analysis.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/analysis.txt
	@touch $@

# PySpark comes as source with all of Spark inside (400 MB): a wheel is made of it with what requirements/build.txt pins.
$(STAMP)spark: $(STAMP)base requirements/spark.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --require-hashes \
	  -r requirements/spark.txt && touch $@ || { echo "missing: the library pyspark" >&2; test "$$CI" != true; }

# FollowTheMoney's library needs ICU: where no built ICU fits this system, its tests skip with that reason, but not in CI.
$(STAMP)ftm: $(STAMP)base requirements/ftm.txt
	@test -x $(VENV)/ftm/bin/python || $(PYTHON) -m venv $(VENV)/ftm
	@$(VENV)/ftm/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes \
	  -r requirements/ftm.txt && touch $@ || { echo "missing: the library followthemoney" >&2; test "$$CI" != true; }

demo: setup-analysis  ## three nodes, what they share, a request and its reply (ONCE=1 ends after the table)
	$(BIN)/comity demo $(if $(ONCE),--once)

test: setup-test  ## every test that CI runs: lint, types, layers, docs, then all suites
	bash .ci/test

lint: setup-test  ## ruff, mypy, import-linter, documents
	bash .ci/lint

bench: setup-test  ## measure beside the peers and write docs/benchmarks.md (QUICK=1: small sizes, ONLY=psi,names)
	$(BIN)/python -m bench all $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY))

docs: setup  ## build the documents into site/
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/docs.txt
	$(BIN)/mkdocs build --strict --quiet

shots: setup-test  ## screenshots of every page into shots/
	$(BIN)/python bench/shots.py shots

system:  ## install what a bare Debian lacks for the tests (needs root)
	bash .ci/system

lock: setup-test  ## lock the requirements anew
	bash .ci/lock

clean:  ## remove what can be made again
	rm -rf $(VENV) demo site shots .pytest_cache .mypy_cache .ruff_cache .hypothesis
