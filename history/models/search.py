"""Owns the tables of the search room; refuses to know how they are filled or asked.

Everything here can be thrown away and made again by ``manage.py rebuild_index``.
The FTS5 table of SQLite and the ``tsv`` column of PostgreSQL hang on
``SearchDocument`` and are made by the migration ``search_index``.
"""

from django.db import models


class SearchDocument(models.Model):
    """Hold the words of one published item, ready for the engine to match.

    ``id`` is the order of publication (newest first = ``id`` descending) and stays
    the same when the item is edited. Texts hold analysed terms, never sentences;
    ``words`` are the spellings as written, kept so that the vocabulary can forget
    them when the item is hidden.
    """

    item = models.OneToOneField(
        "history.Item", on_delete=models.CASCADE, related_name="search_document"
    )
    title_t = models.TextField(blank=True)
    names_t = models.TextField(blank=True)
    body_t = models.TextField(blank=True)
    facets = models.TextField(blank=True)
    words = models.TextField(blank=True)
    year_min = models.SmallIntegerField(null=True, blank=True)
    year_max = models.SmallIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["year_min", "id"], name="search_document_year"),
            models.Index(fields=["-year_max", "id"], name="search_document_until"),
        ]

    def __str__(self):
        return f"#{self.pk} words of item {self.item_id}"


class SearchWord(models.Model):
    """Hold one spelling of the catalogue and how many items use it."""

    word = models.CharField(max_length=64, unique=True)
    fold = models.CharField(max_length=80, db_index=True)
    terms = models.TextField()
    df = models.IntegerField(default=0)

    def __str__(self):
        return f"{self.word} ({self.df})"


class SearchWordKey(models.Model):
    """Hold one hash of a spelling with at most one letter left out."""

    key = models.IntegerField()
    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, related_name="keys")

    class Meta:
        indexes = [models.Index(fields=["key"], name="search_word_key")]

    def __str__(self):
        return f"{self.key} of word {self.word_id}"


class FacetCount(models.Model):
    """Hold how many published items carry one facet word."""

    word = models.CharField(max_length=40, primary_key=True)
    n = models.IntegerField(default=0)

    def __str__(self):
        return f"{self.word}: {self.n}"


class CatalogueVersion(models.Model):
    """Hold the number that changes whenever the public catalogue changes."""

    version = models.BigIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="catalogueversion_one_row"
            )
        ]

    def __str__(self):
        return str(self.version)


class SearchName(models.Model):
    """Hold one name of a place, person, collection or subject, from one word on.

    ``key`` is the skeleton (see ``search/folding``) of the name from that word, so that
    its beginning finds «Млинова вулиця» by «вули» and by ``mlyn``. Written only for
    what any visitor may see.
    """

    kind = models.CharField(max_length=10)
    row_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=120, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "row_id"], name="search_name_row")]

    def __str__(self):
        return f"{self.name} ({self.kind} {self.row_id})"
