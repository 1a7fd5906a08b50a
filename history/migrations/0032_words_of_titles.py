"""On PostgreSQL, words of titles and names also stand as lexemes of their own.

A GIN index knows no weights: asked for a common word in titles it looked at every row
that has the word anywhere. SQLite's index knows the columns and stays as it is.
"""

from django.db import migrations

TABLE = "history_searchdocument"


def marked(column, mark):
    return rf"regexp_replace({column}, '(\S+)', '{mark}\1', 'g')"


PLAIN = "title_t || ' ' || names_t || ' ' || body_t || ' ' || facets"
MARKED = f"{marked('title_t', 'ґt')} || ' ' || {marked('names_t', 'ґb')}"
BEFORE = " || ".join(
    f"setweight(to_tsvector('simple'::regconfig, {column}), '{weight}')"
    for column, weight in zip(("title_t", "names_t", "body_t", "facets"), "ABCD")
)
AFTER = f"to_tsvector('simple'::regconfig, {PLAIN} || ' ' || {MARKED})"


def make_column(schema_editor, words):
    if schema_editor.connection.vendor != "postgresql":
        return
    for statement in (
        f"ALTER TABLE {TABLE} DROP COLUMN tsv",
        f"ALTER TABLE {TABLE} ADD COLUMN tsv tsvector GENERATED ALWAYS AS ({words}) STORED",
        f"CREATE INDEX {TABLE}_tsv ON {TABLE} USING gin(tsv) WITH (fastupdate=off)",
    ):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [("history", "0031_more_like_this")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: make_column(schema_editor, AFTER),
            lambda apps, schema_editor: make_column(schema_editor, BEFORE),
        ),
    ]
