# Every target sets up what it needs by itself and does nothing twice.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The peers of the benchmark have an environment of their own, so that no other target meets them.
BENCH_VENV := .venv-bench
BENCH_INSTALLED := $(BENCH_VENV)/.installed
INSTALLED := $(VENV)/.installed
NODE_INSTALLED := mock/node_modules/.package-lock.json
# The pinned tools come from the virtual environment, also those that the generator starts.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Where nothing compiled is kept, each of the many processes of a run compiles all anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo mock generate check compare contract fuzz mutants mutants-sample live proxy test test-slow lint typecheck bench torture lock dist clean

$(INSTALLED): requirements/dev.txt requirements/uv.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"Python 3.11 or newer is needed, but $(PYTHON) is {sys.version.split()[0]}. Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --require-hashes -r requirements/uv.txt
	@# uv is quick, but knows nothing of a package index set in pip's own settings.
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip sync --quiet --require-hashes requirements/dev.txt \
		|| $(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(NODE_INSTALLED): mock/package-lock.json $(INSTALLED)
	@$(BIN)/green-api-mock --install
	@touch $@

##@ use

help: ## list the targets
	@awk '/^##@ /{print (n++ ? "\n" : "") substr($$0, 5)} \
		/^[a-z-]+:.*## /{split($$0, part, ":.*## "); printf "  %-16s%s\n", part[1], part[2]}' $(MAKEFILE_LIST)

setup: $(INSTALLED) $(NODE_INSTALLED) ## install everything, pinned and hashed, into .venv and mock/node_modules

demo: setup ## from webhooks to files on disk, against the mock, all on this machine
	@$(BIN)/green-api-mock --port 0 -- examples/demo.sh

mock: setup ## start the mock on http://127.0.0.1:4010 (Ctrl-C ends it)
	@$(BIN)/green-api-mock --port 4010

proxy: setup ## report what a client and the API at UPSTREAM=<apiUrl> do against the contract
	@$(if $(UPSTREAM),,$(error Name the API: make proxy UPSTREAM=https://7103.api.greenapi.com))
	@$(BIN)/python -m green_api_mock.proxy '$(UPSTREAM)' --port '$(or $(PORT),4020)'

live: setup ## ask the real API a few harmless questions (docs/live.md; CALLS=40)
	@$(BIN)/python -m tests.live $(if $(CALLS),--calls '$(CALLS)')

##@ check

generate: $(INSTALLED) ## make generated_client/ and the tables of the READMEs anew from openapi.yaml
	@$(BIN)/python -m codegen generate --scenarios mock/README.md --operations README.md

lint: setup ## style of the code, which room may import which, and the workflows
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo --no-cache
	@$(BIN)/zizmor --offline --quiet .github/workflows

typecheck: setup ## types, strictly
	@$(BIN)/mypy
	@$(BIN)/pyright

check: setup ## is what is committed what would be generated, and is the contract sound?
	@$(BIN)/python -m codegen check --operations README.md
	@$(BIN)/green-api-mock --check-scenarios mock/README.md

test: setup ## the tests, but for the slow ones
	@# The tests wait for a clock as long as they compute, so three processes more than there are cores
	@# have work to do. The generated cases of the contract are half of what `make contract` tries.
	@CONTRACT_CASES=$${CONTRACT_CASES:-50} $(BIN)/pytest -q -n $$(( $$($(BIN)/python -c 'import os; print(os.cpu_count())') + 3 )) --dist worksteal -m 'not slow'

test-slow: setup ## the slow tests: a browser, many processes, faults, thousands of requests
	@$(BIN)/pytest -q -n auto -m slow

# The front door is a part of the agreement, so its behaviour is of the gate too.
GATE := tests/contract tests/fuzz tests/mock/test_gateway.py tests/mock/test_wording.py \
	tests/mock/test_repairs.py tests/mock/test_prefer.py tests/mock/test_limits.py tests/mock/test_scenarios.py

contract: setup ## do contract, client and mock agree? (behaviour only)
	@$(BIN)/pytest -q $(GATE)

mutants: setup ## change one thing at a time: does a test notice? (ROOM='contract rules': there)
	@$(BIN)/python -m tests.mutants $(foreach room,$(ROOM),--room '$(room)') --table docs/proof.md

mutants-sample: setup ## the same with a tenth of the changes (SEED=... chooses which)
	@$(BIN)/python -m tests.mutants --sample 10 --seed '$(or $(SEED),0)'

fuzz: setup ## look for an answer that makes the client raise (SECONDS=600)
	@$(BIN)/python -m tests.fuzz -max_total_time=$(or $(SECONDS),600) -max_len=4096

compare: setup ## what changed since BASE=<git revision>, and does the version say so?
	@$(if $(BASE),,$(error Name the revision to compare with: make compare BASE=main))
	@$(BIN)/python -m codegen.compare '$(BASE)'

##@ measure

bench: setup $(BENCH_INSTALLED) ## measure speed and memory beside the peers (BENCH_QUICK=1: a short try; PART=calls: that alone)
	@$(BENCH_VENV)/bin/python -m bench $(PART)

torture: setup ## break what surrounds the library, and count what is lost, wrong or hung (ONLY=watch)
	@$(BIN)/python -m bench.torture $(if $(ONLY),'$(ONLY)')

$(BENCH_INSTALLED): requirements/bench.txt $(INSTALLED)
	@$(PYTHON) -m venv $(BENCH_VENV)
	@VIRTUAL_ENV=$(BENCH_VENV) $(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes requirements/bench.txt \
		|| $(BENCH_VENV)/bin/pip install --quiet --require-hashes -r requirements/bench.txt
	@$(BIN)/uv pip install --quiet --python $(BENCH_VENV) --no-deps --no-build-isolation --editable . \
		|| $(BENCH_VENV)/bin/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

##@ release

lock: $(INSTALLED) ## resolve the dependencies anew (names, versions and hashes, no addresses)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
		--all-extras --group dev pyproject.toml -o requirements/dev.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
		--all-extras --group bench --group build pyproject.toml -o requirements/bench.txt
	@# What mock/Dockerfile installs, in the versions that were tested.
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate --constraints requirements/dev.txt --extra mock pyproject.toml -o requirements/mock.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate --constraints requirements/dev.txt --group build -o requirements/build.txt
	@grep '^uv==' requirements/dev.txt | tr -d ' \\' | $(BIN)/uv pip compile --quiet --universal \
		--generate-hashes --no-header --no-annotate - -o requirements/uv.txt
	@$(BIN)/green-api-mock --lock && touch mock/package-lock.json # npm touches what is installed, too

dist: setup ## build what a release publishes, and judge it (TAG=v1.2.3: is it this version's?)
	@rm -rf dist build
	@[ -z '$(TAG)' ] || { mkdir build && version=$$($(BIN)/hatchling version) || exit; \
		[ '$(TAG)' = "v$$version" ] || { echo "The tag is $(TAG), but the version is $$version." >&2; exit 1; }; \
		awk -v heading="## $$version" '/^## /{here = $$0 == heading; next} here' CHANGELOG.md > build/notes.md; \
		[ -s build/notes.md ] || { echo "CHANGELOG.md has no section \"## $$version\"." >&2; exit 1; }; }
	@$(BIN)/hatchling build
	@$(BIN)/twine check --strict dist/*

clean: ## remove everything that was installed or built
	@rm -rf $(VENV) $(BENCH_VENV) mock/node_modules build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .schemathesis
