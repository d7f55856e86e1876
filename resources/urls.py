"""Doors of the library."""

from django.urls import path, re_path

from resources.views import (
    exports,
    following_up,
    guests,
    library,
    lifting,
    pages,
    pictures,
    printing,
    reviewing,
    writing,
)

urlpatterns = [
    path("biblioteka/", library.library, name="library"),
    re_path(r"^biblioteka/(?P<path>(?:[\w-]+/)+)$", pages.page, name="wagtail_serve"),
    path("biblioteka/kanal.xml", library.library_feed, name="library_feed"),
    path("biblioteka/eksport/zalecenia.<str:shape>", exports.recommendations, name="recommendations_export"),
    path("biblioteka/eksport/praktyki.<str:shape>", exports.practices, name="practices_export"),
    path("zalecenie/<row:page_id>/krok/", following_up.step, name="recommendation_step"),
    path("zalecenie/<row:page_id>/u-nas-tez/", following_up.case, name="recommendation_case"),
    path("praktyka/<row:page_id>/", following_up.adoption, name="practice_adoption"),
    path("artykul-z-odpowiedzi/<row:post_id>/", lifting.lift, name="lift_answer"),
    path("pisz/", writing.desk, name="desk"),
    path("pisz/nowy/", writing.begin, name="begin_page"),
    path("pisz/obrazy/", pictures.upload, name="upload_picture"),
    path("pisz/<row:page_id>/", writing.write, name="write_page"),
    path("pisz/<row:page_id>/zapis/", writing.save, name="save_page"),
    path("pisz/<row:page_id>/podglad/", writing.preview, name="preview_page"),
    path("pisz/<row:page_id>/usun/", writing.delete, name="delete_page"),
    path("pisz/<row:page_id>/wyslij/", reviewing.submit, name="submit_page"),
    path("pisz/<row:page_id>/cofnij/", reviewing.withdraw, name="withdraw_page"),
    path("pisz/<row:page_id>/decyzja/", reviewing.decide, name="decide_page"),
    path("pisz/<row:page_id>/uwagi/", reviewing.comment, name="comment_page"),
    path("pisz/<row:page_id>/link/", reviewing.link, name="guest_link"),
    path("recenzja/<str:token>/", guests.review, name="guest_review"),
    path("biblioteka-pdf/<row:page_id>/", printing.printout, name="printout"),
    path("biblioteka-pdf/<row:page_id>/plik/", printing.printout_file, name="printout_file"),
]
