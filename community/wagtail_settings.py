"""Settings of Wagtail, all the same wherever it runs: `settings.py` takes them over.

Wagtail keeps pages, revisions and workflows; who may see what, our rules decide (resources/README.md).
"""

WAGTAIL_SITE_NAME = "PIM"
WAGTAIL_I18N_ENABLED = True
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = False
WAGTAILIMAGES_IMAGE_MODEL = "resources.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "resources.media_forms.PictureForm"
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"webp": "webp"}
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_DOCUMENT_MODEL = "resources.PageDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "resources.media_forms.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database.fallback"}}
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "resources.finishing.publish_approved"
WAGTAIL_AUTOSAVE_INTERVAL = 4000
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # would tell a third party who works here
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # films are links: nothing of theirs is fetched
