# Every command of this house; `make` alone lists them. CONTRIBUTING.md says when to use which.

PYTHON ?= $(firstword $(shell command -v python3.11 python3 python))
SERVE ?= yes
CORES := $(shell nproc 2>/dev/null || echo 2)
TOGETHER ?= --numprocesses $(shell expr $(CORES) + 2) --maxprocesses 6 --dist loadgroup# two more than cores, since browsers and servers are waited for; empty for one after the other
PURPOSE := $(if $(filter test fast check attack fuzz tidy wheel,$(MAKECMDGOALS)),test,run)
ASSETS := setup/assets
BIN := .venv/bin
DONE := .venv/set-up# a stamp for each step that is done, gone with the environment it speaks of
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
LOCKED := $(PIP) install --require-hashes

# Files of some endings under a folder, leaving out what npm brought.
sources = $(shell find $(1) -name node_modules -prune -o -type f \( -false $(foreach end,$(2),-o -name '*.$(end)') \) -print)

unexport PYTHONDONTWRITEBYTECODE# or each of the hundred processes of the tests would compile all anew

.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help demo serve test fast check attack fuzz tidy words set-up assets wheel lock clean again

##@ See it

demo: set-up ## Set all up, then show the main job: survey, scores, PDF, a live survey (SERVE=no ends after the PDF)
	@$(BIN)/readiness demo $(if $(filter no,$(SERVE)),--no-serve)

serve: set-up ## Serve the installation in instance/
	@$(BIN)/readiness serve

##@ Work on it

test: $(DONE)/test assets ## Everything: every test (databases, browser and PDF too), and meanwhile all that `check` does
	@$(MAKE) --no-print-directory check > .venv/check.log 2>&1 & checking=$$!; \
	$(BIN)/pytest $(TOGETHER); tested=$$?; \
	wait $$checking; checked=$$?; cat .venv/check.log; \
	[ $$tested = 0 ] || echo "Tests failed: see above."; [ $$checked = 0 ] || echo "Checks failed: see above."; \
	[ $$tested$$checked = 00 ]

fast: $(DONE)/test assets ## The tests that need no browser, no PostgreSQL and no patience: about a minute
	@$(BIN)/pytest $(TOGETHER) -m "not browser and not postgresql and not slow"

check: $(DONE)/test assets ## Style, types, import rules and security, without running a test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --recursive readiness setup --exclude ./$(ASSETS)/node_modules

attack: $(DONE)/test ## Play the reader against the findings of 1,000 generated systems: goes on where it was stopped
	@$(BIN)/python -m benchmarks.attack --progress instance/attack.progress

fuzz: $(DONE)/test ## Hold the API to its own document with many generated requests, drawn anew each time: takes a while
	@READINESS_FUZZ=200 $(BIN)/pytest tests/web/api/test_fuzzing.py

tidy: $(DONE)/test ## Mend what ruff can mend by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

words: $(DONE)/package ## Gather the sentences of the pages into the catalogues (LANGUAGE=gd begins a new one)
	@$(BIN)/python setup/words.py gather $(LANGUAGE)
	@$(BIN)/python setup/words.py compile

##@ Build it

set-up: $(DONE)/package assets ## What running needs: libraries, environment, package, stylesheets, fonts, languages

assets: $(DONE)/stylesheet $(DONE)/fonts $(DONE)/words ## The stylesheets and fonts, from npm packages, and the languages of the pages

wheel: $(DONE)/test assets ## A wheel in dist/ that carries surveys, reports, stylesheets, fonts and languages
	$(BIN)/python -m build --wheel --no-isolation

lock: $(DONE)/lock ## Pin the newest versions of all dependencies again (needs the network)
	@PATH="$(CURDIR)/$(BIN):$$PATH" setup/lock.sh

clean: ## Remove all that make has made; instance/ stays
	rm -rf .venv build dist *.egg-info $(ASSETS)/node_modules readiness/web/static readiness/reporting/fonts
	rm -f readiness/web/translations/*/LC_MESSAGES/*.mo
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find readiness tests setup surveys -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## This list
	@awk 'BEGIN { FS = ": .*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+: .*## / { split($$1, name, ":"); printf "  make %-8s %s\n", name[1], $$2 }' $(MAKEFILE_LIST)

# How each step of the set-up is done, once.

$(DONE)/environment: setup/machine.py
	@$(if $(PYTHON),,echo "Python 3.11 or newer is missing. Install it, for example: sudo apt-get install python3.11 python3.11-venv"; exit 1)
	@$(PYTHON) setup/machine.py install $(PURPOSE)
	@echo "Making the environment .venv"
	@$(PYTHON) -m venv .venv
	@mkdir -p $(DONE) && touch $@

$(DONE)/run: setup/requirements.txt setup/requirements-build.txt $(DONE)/environment
	@echo "Installing what running needs"
	@$(LOCKED) -r setup/requirements-build.txt -r setup/requirements.txt
	@touch $@

$(DONE)/package: setup.cfg pyproject.toml $(DONE)/run
	@$(PIP) install --no-deps --no-index --no-build-isolation --editable .
	@touch $@

$(DONE)/test: setup/requirements-test.txt $(DONE)/package
	@$(PYTHON) setup/machine.py install test
	@echo "Installing what testing needs"
	@$(LOCKED) -r setup/requirements-test.txt
	@touch $@

$(DONE)/lock: setup/requirements-lock.txt $(DONE)/environment
	@$(LOCKED) -r setup/requirements-lock.txt
	@touch $@

$(DONE)/node: setup/requirements-node.txt $(DONE)/environment
	@$(BIN)/python setup/machine.py npm --version > /dev/null 2>&1 \
		|| { echo "Installing Node.js from its wheel" && $(LOCKED) -r setup/requirements-node.txt; }
	@touch $@

$(ASSETS)/node_modules/.set-up: $(ASSETS)/package.json $(ASSETS)/package-lock.json $(DONE)/node
	@echo "Fetching the NHS stylesheets and the font"
	@cd $(ASSETS) && $(CURDIR)/$(BIN)/python ../machine.py npm ci --silent
	@touch $@

# The stylesheet keeps only what the pages use, so it is made again when a page changes.
$(DONE)/stylesheet: $(ASSETS)/node_modules/.set-up $(call sources,$(ASSETS),scss mjs js svg) $(call sources,readiness/web,html py) \
		$(if $(wildcard readiness/web/static/*.css),,again)
	@echo "Building the stylesheet"
	@cd $(ASSETS) && $(CURDIR)/$(BIN)/python ../machine.py npm run --silent build > /dev/null
	@touch $@

$(DONE)/fonts: $(ASSETS)/node_modules/.set-up $(ASSETS)/fonts.py $(DONE)/run $(if $(wildcard readiness/reporting/fonts/*.ttf),,again)
	@echo "Making the fonts"
	@$(BIN)/python $(ASSETS)/fonts.py
	@touch $@

$(DONE)/words: $(call sources,readiness/web/translations,po) setup/words.py $(DONE)/run \
		$(if $(wildcard readiness/web/translations/cy/LC_MESSAGES/*.mo),,again)
	@echo "Compiling the languages"
	@$(BIN)/python setup/words.py compile
	@touch $@
