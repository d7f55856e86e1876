import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Votes become one kind of reaction; those that are there stay."""

    dependencies = [
        ("forum", "0005_no_tag_manager"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint("vote", "vote_once"),
        migrations.RenameModel("Vote", "Reaction"),
        migrations.AlterField(
            "reaction",
            "post",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="reactions", to="forum.post"
            ),
        ),
        migrations.AddField(
            "reaction",
            "kind",
            models.PositiveSmallIntegerField(
                choices=[(1, "helpful"), (2, "I agree"), (4, "the same here"), (8, "thank you")], default=1
            ),
        ),
        migrations.AddConstraint(
            "reaction", models.UniqueConstraint(fields=("post", "person", "kind"), name="reaction_once")
        ),
    ]
