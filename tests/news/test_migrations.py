"""Who wrote the posts of before is not forgotten when they get a byline."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = "0003_tags_and_bylines", "0005_authors_are_bylines"


def migrated(name: str):
    """Bring the tables of the news to one state, and give the models of it."""
    executor = MigrationExecutor(connection)
    executor.migrate([("news", name)])
    return MigrationExecutor(connection).loader.project_state([("news", name)]).apps


@pytest.mark.django_db(transaction=True)
def test_authors_become_bylines_and_come_back(pytestconfig):
    if pytestconfig.getoption("nomigrations"):
        pytest.skip("the tables are made without migrations")
    apps = migrated(BEFORE)
    try:
        User, Post = apps.get_model("accounts", "User"), apps.get_model("news", "Post")
        author = User.objects.create(email="writes@people.test")
        Post.objects.create(slug="signed", title_uk="А", author=author)
        year = Post.objects.create(slug="2024", title_uk="Б")

        apps = migrated(AFTER)

        Post = apps.get_model("news", "Post")
        signed = Post.objects.get(slug="signed")
        assert [line.user_id for line in signed.bylines.all()] == [author.pk]
        assert Post.objects.get(pk=year.pk).slug == f"post-2024-{year.pk}"
        migrated(BEFORE)
        again = MigrationExecutor(connection).loader.project_state([("news", BEFORE)])
        Post = again.apps.get_model("news", "Post")
        assert Post.objects.get(slug="signed").author_id == author.pk
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(
            executor.loader.graph.leaf_nodes()
        )  # what stands on the news too
