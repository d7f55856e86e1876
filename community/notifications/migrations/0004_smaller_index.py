"""The index of what letters are to tell holds nothing that was read."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0003_preference_notification_in_app_and_more'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='notification', name='notification_to_mail'),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('mailed_at', None), ('read_at', None), ('wants_mail', True)), fields=['person'], name='notification_to_mail'),
        ),
    ]
