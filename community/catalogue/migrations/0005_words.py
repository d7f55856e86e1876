"""The search engine's own table; which one depends on the database, see `community/catalogue/engine`.

A later migration that makes Django build `catalogue_passage` anew on SQLite loses its trigger and must put it back.
"""

from django.db import migrations

SQLITE = [
    """
CREATE VIRTUAL TABLE catalogue_words USING fts5(
    title, title_forms, context, text, text_forms,
    tokenize = "unicode61 remove_diacritics 0 tokenchars '_'", prefix = '2 3'
)
""",
    """
CREATE TRIGGER catalogue_words_of_passage AFTER DELETE ON catalogue_passage
BEGIN DELETE FROM catalogue_words WHERE rowid = old.id; END
""",
]
SQLITE_BACK = ["DROP TRIGGER IF EXISTS catalogue_words_of_passage", "DROP TABLE IF EXISTS catalogue_words"]
POSTGRESQL = ["""
CREATE TABLE catalogue_words (
    passage_id bigint PRIMARY KEY,
    entry_id bigint NOT NULL,
    number integer NOT NULL,
    brevity real NOT NULL,
    words tsvector NOT NULL
);
ALTER TABLE catalogue_words SET (toast_tuple_target = 8160);
CREATE INDEX catalogue_words_gin ON catalogue_words USING gin (words) WITH (fastupdate = off);
CREATE FUNCTION catalogue_words_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN TRUNCATE catalogue_words; RETURN NULL; END IF;
    DELETE FROM catalogue_words WHERE passage_id = OLD.id;
    RETURN NULL;
END $$;
CREATE TRIGGER catalogue_words_of_passage AFTER DELETE ON catalogue_passage
    FOR EACH ROW EXECUTE FUNCTION catalogue_words_forget();
CREATE TRIGGER catalogue_words_of_passages AFTER TRUNCATE ON catalogue_passage
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_words_forget()
"""]
POSTGRESQL_BACK = [
    "DROP TRIGGER IF EXISTS catalogue_words_of_passages ON catalogue_passage",
    "DROP TRIGGER IF EXISTS catalogue_words_of_passage ON catalogue_passage",
    "DROP FUNCTION IF EXISTS catalogue_words_forget",
    "DROP TABLE IF EXISTS catalogue_words",
]


def create(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_tags_and_search")]
    operations = [migrations.RunPython(create, drop, elidable=False)]
