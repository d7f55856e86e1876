"""The search engine's own table; which one depends on the database, see `community/catalogue/engine`."""

from django.db import migrations

from community.catalogue.engine import postgres, sqlite


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(postgres.CREATE, params=None)
    else:
        schema_editor.execute(sqlite.CREATE, params=None)
        schema_editor.execute(sqlite.FORGET_WITH_PASSAGE, params=None)


def drop(apps, schema_editor):
    engine = postgres if schema_editor.connection.vendor == "postgresql" else sqlite
    for statement in engine.DROP:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_tags_and_search")]
    operations = [migrations.RunPython(create, drop, elidable=False)]
