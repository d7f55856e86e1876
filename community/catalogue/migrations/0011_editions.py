import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0010_entrytrait'),
    ]

    operations = [
        migrations.AddField(
            model_name='entry',
            name='about',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalogue.entry'),
        ),
        migrations.AddField(
            model_name='entry',
            name='other_language',
            field=models.CharField(blank=True, default='', max_length=5),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='entry',
            name='other_summary',
            field=models.CharField(blank=True, default='', max_length=400),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='entry',
            name='other_title',
            field=models.CharField(blank=True, default='', max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='entry',
            name='other_url',
            field=models.CharField(blank=True, default='', max_length=400),
            preserve_default=False,
        ),
    ]
