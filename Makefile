# The only commands a newcomer needs: `make run` and `make test`.

PYTHON ?= python3
BIN := .venv/bin
# Rules and pure computation are fully typed; the list grows, never shrinks.
TYPED := accounts/roles.py contributions/access.py contributions/consent.py \
	contributions/permissions.py contributions/promise.py contributions/rights.py \
	contributions/states.py contributions/workflow/refusals.py history/converters.py \
	history/dates history/names.py history/pictures.py history/recordings.py history/rights.py \
	history/search/analysis.py history/search/folding.py history/search/spelling.py
.DEFAULT_GOAL := help
.PHONY: help run test check fix messages diagram requirements coverage bench clean

help:  ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

.venv/runtime: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/development: requirements-dev.txt .venv/runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.env:
	@sed "s|^SECRET_KEY=.*|SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))')|" .env.example > .env
	@echo "Wrote .env with a secret of its own."

run: .venv/runtime .env  ## set up and run with the sample city: http://localhost:8000/
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py createcachetable --verbosity 0
	@$(BIN)/python manage.py sync_roles
	@$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@$(BIN)/python manage.py load_sample --if-empty
	@exec $(BIN)/python manage.py serve

test: .venv/development  ## set up and run every test; on PostgreSQL as well where there is one
	@$(BIN)/python tests/run.py

check: .venv/development  ## everything that looks at the code without running it
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	SECRET_KEY=check $(BIN)/mypy --follow-imports=silent $(TYPED)
	SECRET_KEY=check $(BIN)/python manage.py makemigrations --check --dry-run
	SECRET_KEY=check $(BIN)/python manage.py workflow_diagram --check

fix: .venv/development  ## format, and mend what can be mended by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: .venv/development  ## collect and compile the messages (needs gettext)
	$(BIN)/python manage.py makemessages --all --no-location --no-obsolete \
		--ignore=.venv --ignore=data
	$(BIN)/python manage.py compilemessages --ignore=.venv

diagram: .venv/development  ## draw the workflow into ARCHITECTURE.md
	$(BIN)/python manage.py workflow_diagram

define PIN
$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header \
	--no-annotate --no-emit-index-url $(1).in -o $(1).txt
cat requirements.in requirements-scaled.in requirements-dev.in | awk 'NR == FNR { \
	n = tolower($$1); sub(/[\[<>=].*/, "", n); i = index($$0, "# "); \
	if (i) why[n] = substr($$0, i); next } \
	{ n = $$1; sub(/[\[=].*/, "", n); print (n in why) ? $$0 "  " why[n] : $$0 }' \
	- $(1).txt > $(1).pinned && mv $(1).pinned $(1).txt
endef

requirements: .venv/development  ## pin the packages again, each with its reason
	$(call PIN,requirements)
	$(call PIN,requirements-scaled)
	$(call PIN,requirements-dev)

coverage: .venv/development  ## which lines no test runs
	$(BIN)/coverage run -m pytest && $(BIN)/coverage report --skip-covered

bench: .venv/runtime  ## the figures of benchmarks/
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

clean:  ## remove what can be made again; never the data
	rm -rf .venv .pytest_cache .ruff_cache .mypy_cache htmlcov .coverage
