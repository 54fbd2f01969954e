PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo test check format docs bench reliability soak clients frameworks providers models deployment site browser picture lock dist sbom audit clean

help:  ## List the commands
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 13

# One environment for everything; made again when the project's requirements change.
$(VENV)/.ready: pyproject.toml
	@echo "Installing into $(VENV), once: some minutes."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable ".[all]" --group test --group frameworks --group durable --group check
	@touch $@

demo: $(VENV)/.ready  ## Watch the main job being done, offline
	@$(BIN)/python examples/demo.py

test: $(VENV)/.ready  ## Run the whole suite
	@$(BIN)/python -m pytest -n auto

check: $(VENV)/.ready  ## Formatting, lint, types, import rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32 core adapters
	@$(BIN)/lint-imports
	@$(BIN)/python docs/reference.py --check
	@$(BIN)/python docs/structure.py --check

docs: $(VENV)/.ready  ## Write the reference pages, the pictures and the table of docs/evals.md
	@$(BIN)/python docs/reference.py
	@$(BIN)/python docs/structure.py
	@$(BIN)/python -m benchmarks.pictures
	@$(BIN)/python -m tests.evals.page

bench: $(VENV)/.ready  ## Measure us, raw httpx and the Airbyte connector side by side
	@$(BIN)/python -m benchmarks

reliability: $(VENV)/.ready  ## Try every fault; write the table of docs/reliability.md
	@$(BIN)/python -m tests.reliability.matrix

SOAK_MINUTES ?= 30

soak: $(VENV)/.ready  ## Work at the rate limit for SOAK_MINUTES (30), with faults and cancels
	@$(BIN)/python -m tests.reliability.soak --minutes $(SOAK_MINUTES)

clients: $(VENV)/.ready  ## Drive clients by others on the sandbox; write their table of docs/sandbox.md
	@$(BIN)/python -m tests.conformance.clients docs

# Those that want MCP's SDK before version 2, and those that want it after; wheels only.
FRAMEWORKS := .frameworks/before/.ready .frameworks/after/.ready

.frameworks/%/.ready: pyproject.toml $(VENV)/.ready
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(@D)
	@$(BIN)/uv pip install --quiet --python $(@D)/bin/python --only-binary :all: --group frameworks-$*
	@$(BIN)/uv pip install --quiet --python $(@D)/bin/python --editable .
	@touch $@

frameworks: $(FRAMEWORKS)  ## Run the examples of other frameworks, and MCP clients by others
	@$(BIN)/python -m tests.frameworks

# What frameworks need for all their providers clashes, so each has an environment of its own.
PROVIDERS := $(addprefix .providers/,$(addsuffix /.ready,pydantic-ai langchain llama-index))

.providers/%/.ready: pyproject.toml $(VENV)/.ready
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(@D)
	@$(BIN)/uv pip install --quiet --python $(@D)/bin/python --editable . --group providers-$*
	@touch $@

providers: $(PROVIDERS)  ## Send all tools to every provider's classes, offline
	@$(BIN)/python -m tests.providers

models: $(PROVIDERS)  ## The same; write docs/models.md
	@$(BIN)/python -m tests.providers --write

# What looks at deploy/ beside the server: nginx and Prometheus of Debian, schemas in an environment of its own.
.deployment/.ready: pyproject.toml $(VENV)/.ready
	@$(BIN)/uv venv --quiet --clear --seed --python $(BIN)/python $(@D)
	@$(BIN)/uv pip install --quiet --python $(@D)/bin/python --editable ".[hosted,cli,sandbox]" --group test --group deployment
	@touch $@

deployment: .deployment/.ready  ## Try deploy/: nginx, alerts on a Prometheus, the image's build, manifests
	@tests/deployment/packages.sh
	@.deployment/bin/python -m pytest -q -n 2 --timeout 400 tests/deployment

# What makes a site of the documentation, checked: each page, link, heading and public name.
.site/.ready: pyproject.toml $(VENV)/.ready
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(@D)
	@$(BIN)/uv pip install --quiet --python $(@D)/bin/python --group site
	@touch $@

# Folders are among them, as they change when a file in them goes.
SITE_MADE_OF := zensical.toml $(wildcard *.md) \
	$(shell find docs/. core/. adapters/. examples/. deploy/. -not -name '*.pyc' -not -name __pycache__)

build/site/.ready: .site/.ready $(SITE_MADE_OF)
	@.site/bin/python -m docs.site
	@touch $@

site: build/site/.ready  ## Build the documentation as a site, and check it: build/site/html

# What looks at the pages of the sandbox and of the site: Chromium of Debian, driven from an environment of its own.
.browser/.ready: pyproject.toml $(VENV)/.ready
	@$(BIN)/uv venv --quiet --clear --seed --python $(BIN)/python $(@D)
	@$(BIN)/uv pip install --quiet --python $(@D)/bin/python --editable ".[sandbox]" --group test --group browser
	@touch $@

browser: .browser/.ready build/site/.ready  ## Try the pages of the sandbox and of the site in a browser
	@tests/browser/packages.sh
	@.browser/bin/python -m pytest -q -n 2 tests/browser

picture: .browser/.ready  ## Draw the sandbox's page for the README
	@.browser/bin/python -m tests.browser.picture

UV ?= $(BIN)/uv
LOCK := pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"

lock:  ## Write deploy/*requirements.txt: the versions in the image; UPGRADE=--upgrade for newer ones
	@$(UV) $(LOCK) $(UPGRADE) --extra hosted --extra cli --extra telemetry --output-file deploy/requirements.txt pyproject.toml
	@$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' | \
		$(UV) $(LOCK) $(UPGRADE) --output-file deploy/build-requirements.txt -

# What builds and checks a release, in an environment of its own.
.release/.ready: pyproject.toml $(VENV)/.ready
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(@D)
	@$(BIN)/uv pip install --quiet --python $(@D)/bin/python --group release
	@touch $@

# The times in the archives are those of the last commit, so that anybody builds the same bytes.
dist: .release/.ready  ## Build the wheel and the source distribution, and check them
	@rm -rf dist
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/uv build --quiet --python $(BIN)/python --out-dir dist .
	@.release/bin/twine check --strict dist/*.whl dist/*.tar.gz

# Of the versions in the image, which are locked; beside `dist`, as an index takes nothing but packages.
sbom: .release/.ready  ## Write sbom/: the software bill of materials of the server, in CycloneDX
	@rm -rf sbom && mkdir sbom
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python .release/locked
	@$(BIN)/uv pip install --quiet --python .release/locked/bin/python --require-hashes --requirement deploy/requirements.txt
	@.release/bin/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml \
		--output-file sbom/agent-connectors.cdx.json .release/locked/bin/python

# `--strict`: a package that could not be looked up fails. The extras as they are resolved today.
AUDIT := .release/bin/pip-audit --strict --progress-spinner off --disable-pip

audit: .release/.ready  ## Look for known vulnerabilities in the locked versions and in all extras (needs network)
	@$(BIN)/uv pip compile --quiet --all-extras --generate-hashes --output-file .release/extras.txt pyproject.toml
	@$(AUDIT) --require-hashes --requirement deploy/requirements.txt --requirement deploy/build-requirements.txt
	@$(AUDIT) --require-hashes --requirement .release/extras.txt

format: $(VENV)/.ready  ## Format, and fix what lint can fix
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean:  ## Remove what the other commands made
	rm -rf $(VENV) .frameworks .providers .deployment .site .browser .release .bench dist sbom build
