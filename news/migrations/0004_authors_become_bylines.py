"""Who wrote a post stands in its byline; four digits under /news/ are a year from now on."""

from django.db import migrations

YEAR = r"^[0-9]{4}$"


def forwards(apps, schema_editor):
    Post, Byline = (apps.get_model("news", name) for name in ("Post", "Byline"))
    written = Post.objects.filter(author__isnull=False).values_list("pk", "author")
    Byline.objects.bulk_create(
        Byline(post_id=post, user_id=author) for post, author in written.iterator()
    )
    for post in Post.objects.filter(slug__regex=YEAR):
        Post.objects.filter(pk=post.pk).update(slug=f"post-{post.slug}-{post.pk}")


def backwards(apps, schema_editor):
    Post, Byline = (apps.get_model("news", name) for name in ("Post", "Byline"))
    for byline in Byline.objects.filter(user__isnull=False).order_by("-position", "-pk"):
        Post.objects.filter(pk=byline.post_id).update(author=byline.user_id)
    Byline.objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [("news", "0003_tags_and_bylines")]

    operations = [migrations.RunPython(forwards, backwards)]
