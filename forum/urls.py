"""Doors of the forum."""

from django.urls import path

from forum.views import answers, asking, feeds, lists, posts, threads

urlpatterns = [
    path("watki/", lists.threads, name="threads"),
    path("zapytaj/", asking.choose_space, name="choose_space"),
    path("s/<slug:slug>/watki/", lists.space_threads, name="space_threads"),
    path("s/<slug:slug>/zapytaj/", asking.ask, name="ask"),
    path("watki/<row:thread_id>/", threads.thread, name="thread_short"),
    path("przeczytane/<row:thread_id>/", threads.read, name="read"),
    path("odpowiedz/<row:thread_id>/", threads.reply, name="reply"),
    path("zamknij/<row:thread_id>/", threads.lock, name="lock_thread"),
    path("otworz/<row:thread_id>/", threads.unlock, name="unlock_thread"),
    path("watki/<row:thread_id>/post/<row:number>/", threads.post, name="post"),
    path("watki/<row:thread_id>/kanal.xml", feeds.thread_feed, name="thread_feed"),
    path("watki/<row:thread_id>/<slug:slug>/", threads.thread, name="thread"),
    path("wpisy/<row:post_id>/edytuj/", posts.edit, name="edit_post"),
    path("wpisy/<row:post_id>/usun/", posts.delete, name="delete_post"),
    path("wpisy/<row:post_id>/przywroc/", posts.restore, name="restore_post"),
    path("wpisy/<row:post_id>/przyjmij/", answers.accept, name="accept_answer"),
    path("wpisy/<row:post_id>/otworz/", answers.unaccept, name="unaccept_answer"),
    path("wpisy/<row:post_id>/pomocne/", answers.vote, name="vote"),
]
