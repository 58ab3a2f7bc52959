# Each target sets up what it needs by itself and can be run again at any time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Streamlit's own: address and port can be given, for instance `make run PORT=8600`.
PORT ?= 8501
# All but quality, which trains every model for hours' worth of passes.
BENCHES ?= throughput telemetry first_loss classroom viewers memory projections explore

# Of the thousand faults that there are; another seed draws others.
FAULTS ?= 150
SEED ?= 0

# Two processes: each loads TensorFlow, so more of them ask for more memory before they save time.
PYTEST = $(BIN)/python -m pytest -n 2

.PHONY: run classroom test fast check bench mutation help

help:
	@echo "make run        open the dashboard on this machine, http://127.0.0.1:$(PORT)"
	@echo "make classroom  the same, for everybody on this network"
	@echo "make test       format, lint, types, import rules and all tests"
	@echo "make fast       the same without tests that train or need workers or a browser: a minute"
	@echo "make bench      speed and memory, each as a table (an hour); BENCHES=name for one"
	@echo "make mutation   small faults put into the figures: which do tests not notice (20 minutes)"

run: $(VENV)/run.done
	@echo "AE Lab opens at http://127.0.0.1:$(PORT); Ctrl-C ends it."
	@$(BIN)/streamlit run app.py --server.port $(PORT)

classroom: $(VENV)/run.done
	@echo "AE Lab is open to this network on port $(PORT); Ctrl-C ends it."
	@$(BIN)/streamlit run app.py --server.port $(PORT) --server.address 0.0.0.0

test: check
	@echo "Tests, with real workers and a real browser: some ten minutes on two cores."
	@$(PYTEST)

fast: check
	@$(PYTEST) -m fast

check: $(VENV)/dev.done
	@echo "Format, lint, types, import rules."
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/oxlint --quiet pages
	@$(BIN)/lint-imports --no-cache > $(VENV)/imports.log || (cat $(VENV)/imports.log; exit 1)

bench: $(VENV)/dev.done
	@missed=; for name in $(BENCHES); do \
		echo "== python -m bench.$$name"; \
		$(BIN)/python -m bench.$$name || missed="$$missed $$name"; \
	done; test -z "$$missed" || { echo "Missed a target:$$missed"; exit 1; }

mutation: $(VENV)/mutation.done
	@$(BIN)/python -m bench.mutation --sample $(FAULTS) --seed $(SEED)

$(BIN)/python:
	@echo "Making a virtual environment in $(VENV)."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "AE Lab needs Python 3.11 or newer.")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.done: requirements.txt | $(BIN)/python
	@echo "Installing what the dashboard needs (TensorFlow is most of it; some minutes)."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev.done: requirements-dev.txt $(VENV)/run.done
	@echo "Installing what the tests need."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(VENV)/mutation.done: requirements-mutation.txt $(VENV)/dev.done
	@echo "Installing what makes the faults."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-mutation.txt
	@touch $@
