"""The index tables, and the two things Django cannot write: FTS5 and tsvector.

A later migration that alters `SearchDocument` on SQLite rebuilds the table and so
drops the triggers: it must run `drop_engine_index` before and `make_engine_index`
after.
"""

import django.db.models.deletion
from django.db import migrations, models


COLUMNS = "title_t, names_t, body_t, facets"
NEW = "new.id, new.title_t, new.names_t, new.body_t, new.facets"
OLD = "old.id, old.title_t, old.names_t, old.body_t, old.facets"
TABLE = "history_searchdocument"
FTS = "history_searchdocument_fts"
REMEMBER = f"INSERT INTO {FTS}(rowid, {COLUMNS}) VALUES ({NEW});"
FORGET = f"INSERT INTO {FTS}({FTS}, rowid, {COLUMNS}) VALUES ('delete', {OLD});"

MAKE_SQLITE = [
    f"CREATE VIRTUAL TABLE {FTS} USING fts5({COLUMNS}, content='{TABLE}', "
    "content_rowid='id', tokenize='unicode61 remove_diacritics 0', "
    "detail=column, columnsize=0)",
    f"CREATE TRIGGER {TABLE}_ai AFTER INSERT ON {TABLE} BEGIN {REMEMBER} END",
    f"CREATE TRIGGER {TABLE}_ad AFTER DELETE ON {TABLE} BEGIN {FORGET} END",
    f"CREATE TRIGGER {TABLE}_au AFTER UPDATE ON {TABLE} "
    f"BEGIN {FORGET} {REMEMBER} END",
    f"INSERT INTO {FTS}({FTS}) VALUES ('rebuild')",
]
DROP_SQLITE = [
    f"DROP TRIGGER {TABLE}_ai",
    f"DROP TRIGGER {TABLE}_ad",
    f"DROP TRIGGER {TABLE}_au",
    f"DROP TABLE {FTS}",
]
MAKE_POSTGRESQL = [
    f"""ALTER TABLE {TABLE} ADD COLUMN tsv tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple'::regconfig, title_t), 'A') ||
        setweight(to_tsvector('simple'::regconfig, names_t), 'B') ||
        setweight(to_tsvector('simple'::regconfig, body_t), 'C') ||
        setweight(to_tsvector('simple'::regconfig, facets), 'D')) STORED""",
    f"CREATE INDEX {TABLE}_tsv ON {TABLE} USING gin(tsv) WITH (fastupdate=off)",
]
DROP_POSTGRESQL = [f"ALTER TABLE {TABLE} DROP COLUMN tsv"]


def make_engine_index(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in MAKE_SQLITE if is_sqlite else MAKE_POSTGRESQL:
        schema_editor.execute(statement, params=None)


def drop_engine_index(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in DROP_SQLITE if is_sqlite else DROP_POSTGRESQL:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('history', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='FacetCount',
            fields=[
                ('word', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('n', models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=64, unique=True)),
                ('fold', models.CharField(db_index=True, max_length=80)),
                ('terms', models.TextField()),
                ('df', models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='CatalogueVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.BigIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='catalogueversion_one_row')],
            },
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title_t', models.TextField(blank=True)),
                ('names_t', models.TextField(blank=True)),
                ('body_t', models.TextField(blank=True)),
                ('facets', models.TextField(blank=True)),
                ('words', models.TextField(blank=True)),
                ('year_min', models.SmallIntegerField(blank=True, null=True)),
                ('year_max', models.SmallIntegerField(blank=True, null=True)),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='search_document', to='history.item')),
            ],
            options={
                'indexes': [models.Index(fields=['year_min', 'id'], name='search_document_year')],
            },
        ),
        migrations.CreateModel(
            name='SearchWordKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.IntegerField()),
                ('word', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='history.searchword')),
            ],
            options={
                'indexes': [models.Index(fields=['key'], name='search_word_key')],
            },
        ),
        migrations.RunPython(make_engine_index, drop_engine_index),
    ]
