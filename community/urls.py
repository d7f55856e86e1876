"""All addresses: public pages in two languages, and the few that have none."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from community import pages
from community.base import health
from community.catalogue.views import sitemap
from community.files import urls as files_urls
from community.live import urls as live_urls
from community.people import urls as people_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap.section, name="sitemap_section"),
    *people_urls.language_neutral,
    *live_urls.language_neutral,
    *files_urls.language_neutral,
    path("", include("resources.language_neutral")),
]
if settings.IS_DEMO or settings.MODE == "test":
    urlpatterns += [
        path("demo/mail", pages.demo_mail, name="demo_mail"),
        path("demo/mail/<str:letter>", pages.demo_letter, name="demo_letter"),
        path("demo/mail/<str:letter>/html", pages.demo_letter_html, name="demo_letter_html"),
    ]

urlpatterns += i18n_patterns(
    path("", pages.home, name="home"),
    path("", include("forum.urls")),  # first, because an address is looked for in this order
    path("", include("resources.urls")),
    path("o-programie/", pages.about, name="about"),
    path("regulamin/", pages.terms, name="terms"),
    path("prywatnosc/", pages.privacy, name="privacy"),
    path("dostepnosc/", pages.accessibility, name="accessibility"),
    path("klawisze/", pages.keys, name="keys"),
    path("", include("community.people.urls")),
    path("", include("community.letters.urls")),
    path("", include("community.live.urls")),
    path("konto/", include("allauth.urls")),
    path("", include("community.notifications.urls")),
    path("", include("community.files.urls")),
    path("", include("community.following.urls")),
    path("", include("community.moderation.urls")),
    path("", include("community.spaces.urls")),
    path("", include("community.tags.urls")),
    path("", include("community.catalogue.urls")),
    prefix_default_language=False,
)

handler400 = "community.base.refusals.bad_request"
handler403 = "community.base.refusals.forbidden"
handler404 = "community.base.refusals.not_found"
handler500 = "community.base.refusals.server_error"
