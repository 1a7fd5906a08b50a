from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("news", "0004_authors_become_bylines")]

    operations = [migrations.RemoveField(model_name="post", name="author")]
