# Every target sets itself up; an unchanged set-up costs nothing (a stamp file, no process).
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

# By uv in a tenth of pip's time; by pip where uv does not find the packages (their index is in pip's settings).
install = $(BIN)/uv pip install --quiet --compile-bytecode --python $(1) $(2) || $(1) -m pip install --quiet $(2)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard seedwatch/locales/*/LC_MESSAGES/*.po))
OURS := seedwatch db pipelines crawler scheduler

# Whatever the shell says: many short processes start here, and compiling them anew each time doubles their start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup demo crawl test bench eval lint package requirements messages glyphs train-themes clean

setup: $(STAMP) $(CATALOGUES)

$(STAMP): requirements.txt requirements-dev.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements-dev.txt uv
	@$(call install,$(BIN)/python,-r requirements.txt -r requirements-dev.txt)
	@$(call install,$(BIN)/python,--no-deps --editable .)
	@$(BIN)/python -m compileall -q $(OURS)
	@touch $@

# What readers see in their language, compiled; programs read the catalogue itself where this was not done.
%.mo: %.po | $(STAMP)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

demo: setup
	@$(BIN)/seedwatch demo

crawl: setup
	@$(BIN)/seedwatch crawl $(ARGS)

test: setup
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

bench: setup
	$(BIN)/python -m bench $(ARGS)

eval: setup
	@$(BIN)/python -m bench.evaluate $(ARGS)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The wheel and the sdist, built and tried where nothing of this checkout is on the path.
package: setup
	@rm -rf dist build/try
	@($(BIN)/python -m build --quiet --installer uv --outdir dist . || $(BIN)/python -m build --quiet --outdir dist .) >/dev/null
	@$(PYTHON) -m venv build/try
	@$(call install,build/try/bin/python,-c requirements.txt dist/*.whl)
	@cd build/try && ./bin/seedwatch demo --db sqlite:///try.db >demo.txt || (cat demo.txt; exit 1)
	@ls dist && tail -n 3 build/try/demo.txt

# The pins, from pyproject.toml.
requirements: setup
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --group dev -c requirements.txt -o requirements-dev.txt
	$(BIN)/python -m tools.licences

# The catalogues of seedwatch/locales, after a string in code or templates was added or changed.
messages: setup
	@$(BIN)/python -m tools.messages

# The glyph tables, after an update of OpenCC.
glyphs: setup
	$(BIN)/python -m tools.make_glyphs
	$(BIN)/python -m tools.make_regions

train-themes: setup
	$(BIN)/python -m tools.train_themes $(LABELS)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache dist build
