# Two commands: `make demo` shows what heshu does, `make test` says whether it still does it.
PYTHON ?=
BIN := .venv/bin
DEMO := reports/demo/index.html
export PYTHON

.PHONY: demo test lint rules pages clean

demo: ## audit the fixture documents and say where the report is
	@.ci/environment demo
	@$(BIN)/heshu check fixtures/documents/*/source.txt --fail-on never --output $(DEMO)
	@echo "$(CURDIR)/$(DEMO)"

test: lint ## everything that is tested, nothing skipped
	@HESHU_NO_SKIPS=1 $(BIN)/python -m pytest

lint:
	@.ci/environment test
	@$(BIN)/ruff check .
	@$(BIN)/mypy

rules: ## compile the built-in rules again after an edit
	@.ci/environment demo
	@$(BIN)/python -m audit.ruleset

pages: ## write the pages that come from the code again
	@.ci/environment demo
	@$(BIN)/python docs/generate.py

clean: ## remove what the other targets made
	rm -rf .venv reports/demo
