from django.db import migrations, models


class Migration(migrations.Migration):
    """The two digests are switched on and off by themselves."""

    dependencies = [
        ("notifications", "0004_smaller_index"),
    ]

    operations = [
        migrations.RenameField("preference", "has_digests", "has_weekly"),
        migrations.AddField("preference", "has_daily", models.BooleanField(default=True)),
    ]
