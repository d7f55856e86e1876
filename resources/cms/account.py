"""What an editor sets for the admin: its language and its look. Names, addresses and passwords have our own pages."""

from typing import Any

from wagtail.admin.views.account import AccountView, LocaleSettingsPanel, ThemeSettingsPanel
from wagtail.users.models import UserProfile


class EditorAccountView(AccountView):
    """Wagtail's page of settings without name, avatar, password, and without letters: ours tell what has to be told."""

    def get_panels(self) -> list[Any]:
        """Returns the panels of language and look."""
        told = (self.request, self.request.user, UserProfile.get_for_user(self.request.user))
        panels = [LocaleSettingsPanel(*told), ThemeSettingsPanel(*told)]
        return [panel for panel in panels if panel.is_active()]
