"""The index of what letters are to tell holds nothing that was read; each digest has its own switch."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0003_preference_notification_in_app_and_more'),
    ]

    operations = [
        migrations.RenameField(model_name='preference', old_name='has_digests', new_name='has_weekly'),
        migrations.AddField(
            model_name='preference',
            name='has_daily',
            field=models.BooleanField(default=True),
        ),
        migrations.RemoveIndex(model_name='notification', name='notification_to_mail'),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('mailed_at', None), ('read_at', None), ('wants_mail', True)), fields=['person'], name='notification_to_mail'),
        ),
    ]
