from django.db import migrations, models


class Migration(migrations.Migration):
    """The two digests are switched on and off by themselves."""

    dependencies = [
        ("notifications", "0003_preference_notification_in_app_and_more"),
    ]

    operations = [
        migrations.RenameField("preference", "has_digests", "has_weekly"),
        migrations.AddField("preference", "has_daily", models.BooleanField(default=True)),
    ]
