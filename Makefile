# make run: set up and open the app · make quick: the quick tests · make test: all tests · make check: all that CI runs
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)

# Python stores the modules that it compiles, even where the environment forbids it: many tests start programs.
export PYTHONDONTWRITEBYTECODE =

.PHONY: run demo quick test check screenshots clean

run: $(VENV)/installed
	$(BIN)/python main.py

demo: $(VENV)/installed
	$(BIN)/python main.py demo

# The tests for the loop at the desk: without windows, TensorFlow and what takes more than 0.3 s.
quick: $(VENV)/installed-dev
	$(BIN)/python -m pytest -m "not slow and not gui"

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest

# Pictures of every screen: those of the documentation, and every state to look at.
screenshots: $(VENV)/installed-dev
	$(BIN)/python -m tests.app.gui.screenshots docs/screens
	$(BIN)/python -m tests.app.gui.every_state build/screens

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

$(VENV)/installed: requirements.txt requirements-live.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt requirements-screen-reader.txt $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# What docs/recipe.md needs, too: without it the tests of the recipe are skipped.
$(VENV)/installed-recipe: requirements-recipe.txt $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-recipe.txt
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
