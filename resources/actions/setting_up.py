"""What has to be there before the first page: languages, the library in each of them, its editors and their workflow.

Called after every `migrate` and `flush`; what is there already is left alone.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.management import create_contenttypes
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from resources.models import LibraryPage
from resources.rules.reading import EDITORS

_TITLES = {"pl": "Biblioteka", "en": "Library"}
WORKFLOW = "Publikacja w bibliotece"


def after_migrate(**_kwargs: Any) -> None:
    """Receiver of Django's `post_migrate` for this app."""
    if LibraryPage._meta.db_table not in connection.introspection.table_names():
        return  # only some apps are migrated yet
    for label in ("wagtailcore", "wagtailadmin", "wagtailimages", "wagtaildocs", "simple_translation", "resources"):
        config = apps.get_app_config(label)
        create_contenttypes(config, verbosity=0)
        create_permissions(config, verbosity=0)
    set_up()


@transaction.atomic
def set_up() -> None:
    """Makes sure that there are the languages, a library in each, the group of editors and its workflow."""
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES}
    polish = locales[settings.LANGUAGE_CODE]
    library = LibraryPage.objects.filter(locale=polish).first() or _plant(polish)
    for code, locale in locales.items():
        if not LibraryPage.objects.filter(locale=locale, translation_key=library.translation_key).exists():
            copy = library.copy_for_translation(locale)
            copy.title, copy.draft_title = _TITLES[code], _TITLES[code]
            copy.save_revision().publish()
    if not Collection.get_first_root_node():
        Collection.add_root(name="Root")
    _appoint(library)


def _plant(locale: Locale) -> LibraryPage:
    """Returns a new library, in the place of what Wagtail's migrations begin with."""
    root = Page.get_first_root_node()
    if root is None:
        kind = ContentType.objects.get_for_model(Page)
        root = Page.add_root(instance=Page(title="Root", slug="root", content_type=kind, locale=locale))
    welcome = Page.objects.child_of(root).filter(slug="home", content_type__model="page").first()
    if welcome is not None:
        Site.objects.filter(root_page=welcome).delete()
        welcome.delete()
        root = Page.objects.get(pk=root.pk)
    library = LibraryPage(title=_TITLES[locale.language_code], slug="biblioteka", locale=locale)
    root.add_child(instance=library)
    library.save_revision().publish()
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": library})
    Site.clear_site_root_paths_cache()
    return library


def _appoint(library: LibraryPage) -> None:
    """Gives the editors their rights inside the admin, and every page of the library their approval."""
    editors, _created = Group.objects.get_or_create(name=EDITORS)
    editors.permissions.add(*Permission.objects.filter(codename="access_admin"))
    words = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page")
    for root in LibraryPage.objects.filter(translation_key=library.translation_key):
        for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=words):
            GroupPagePermission.objects.get_or_create(group=editors, page=root, permission=permission)
    collection = Collection.get_first_root_node()
    kinds = ContentType.objects.get_for_models(Image, Document).values()  # Wagtail asks for these, whatever the models
    for permission in Permission.objects.filter(content_type__in=kinds).exclude(codename__startswith="view"):
        GroupCollectionPermission.objects.get_or_create(group=editors, collection=collection, permission=permission)
    editors.permissions.add(*Permission.objects.filter(codename="submit_translation"))
    if not Workflow.objects.filter(name=WORKFLOW).exists():
        task = GroupApprovalTask.objects.create(name=EDITORS)
        task.groups.add(editors)
        workflow = Workflow.objects.create(name=WORKFLOW)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    workflow = Workflow.objects.get(name=WORKFLOW)
    for root in LibraryPage.objects.filter(translation_key=library.translation_key):
        WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": workflow})
