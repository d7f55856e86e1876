"""Every named address with the objects it takes: what it is called with in an open place, and in a closed one."""

from dataclasses import dataclass

from django.urls import get_resolver

OPEN, MEMBER, PRESS, ACCOUNT, SCRIPT = "open", "member", "press", "account", "script"


@dataclass(frozen=True)
class Door:
    """How an address behaves: open to all, for the signed-in, pressed only (POST, signed-in), allauth's, a script's.

    Those for scripts speak no pages; what they refuse is in tests/live.

    `takes` names the objects of a Scene; a door whose objects can be closed is tried with closed ones too.
    """

    manner: str
    takes: tuple = ()
    can_be_closed: bool = False


def _open(*takes, closed=False):
    return Door(OPEN, takes, closed)


def _member(*takes, closed=True):
    return Door(MEMBER, takes, closed)


def _press(*takes, closed=True):
    return Door(PRESS, takes, closed)


ACCOUNT_DOORS = [
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reauthenticate",
    "account_email",
    "account_email_verification_sent",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_confirm_login_code",
    "account_reset_password_from_key_done",
    "account_reset_password_done",
    "account_request_login_code",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_login_webauthn",
]

DOORS = {
    **{name: Door(ACCOUNT) for name in ACCOUNT_DOORS},
    "account_confirm_email": Door(ACCOUNT, ("key",)),
    "account_reset_password_from_key": Door(ACCOUNT, ("uidb36", "key")),
    "mfa_remove_webauthn": Door(ACCOUNT, ("pk",)),
    "mfa_edit_webauthn": Door(ACCOUNT, ("pk",)),
    "search": _open(),
    "suggestions": _open(),
    "similar": _member(closed=False),
    "misses": _member(closed=False),
    "opensearch": _open(),
    "feed": _open(),
    "space_feed": _open("slug", closed=True),
    "tag_feed": _open("tag"),
    "thread_feed": _open("thread_id", closed=True),
    "sitemap": _open(),
    "sitemap_section": _open("section"),
    "robots": _open(),
    "bookmarks": _member(closed=False),
    "bookmark": _press("entry_id"),
    "live_stream": Door(SCRIPT, ("stream",)),
    "words": Door(SCRIPT, ("version",)),
    "metrics": Door(SCRIPT),
    "upload": _press(closed=False),
    "attachment": _open("attachment_id", "file_name", closed=True),
    "healthz": _open(),
    "readyz": _open(),
    "avatar": _open("name", closed=True),
    "demo_mail": _open(),
    "demo_letter": _open("letter"),
    "demo_letter_html": _open("letter"),
    "home": _open(),
    "about": _open(),
    "terms": _open(),
    "privacy": _open(),
    "accessibility": _open(),
    "keys": _open(),
    "profile_edit": _member(closed=False),
    "avatar_change": _press(closed=False),
    "stop_letters": _open("stop_token"),
    "try_address_again": _press(closed=False),
    "inbox": _member(closed=False),
    "mark_all_read": _press(closed=False),
    "mark_line_read": _press("notification_id"),
    "preferences": _member(closed=False),
    "open_notification": _member("notification_id"),
    "set_follow": _member("target", "target_id"),
    "quiet_people": _member(closed=False),
    "report": _open("kind", "subject_id", closed=True),
    "report_queue": _member("slug"),
    "reach": _member("slug"),
    "decide_report": _member("slug", "kind", "subject_id"),
    "decisions": _member("slug"),
    "decision": _member("decision_id"),
    "why_hidden": _member("kind", "subject_id"),
    "appeal": _member("decision_id"),
    "answer_appeal": _member("decision_id"),
    "networks": _open(),
    "space_home": _open("slug", closed=True),
    "describe_space": _member("slug"),
    "join_space": _member("slug"),
    "leave_space": _member("slug"),
    "space_members": _member("slug"),
    "invite": _member("slug"),
    "withdraw_invitation": _press("slug", "invitation_id"),
    "decide_request": _member("slug", "request_id"),
    "change_role": _press("slug", "membership_id"),
    "remove_member": _member("slug", "membership_id"),
    "space_hand_overs": _member("slug"),
    "hand_overs": _member(closed=False),
    "hand_over": _member("seat_id"),
    "hand_over_offer": _member("hand_over_id"),
    "accept_hand_over": _press("hand_over_id"),
    "decline_hand_over": _press("hand_over_id"),
    "withdraw_hand_over": _press("hand_over_id"),
    "join": _open(),
    "accept_invitation": _open("token"),
    "cities": _open(),
    "city": _open("city"),
    "people": _member(closed=False),
    "person": _open("person"),
    "person_threads": _open("person"),
    "person_answers": _open("person"),
    "person_accepted": _open("person"),
    "follows": _member(closed=False),
    "digest_preview": _member(closed=False),
    "digest": _member("digest_stream", "digest_key", closed=False),
    "digest_now": _press(closed=False),
    "save_search": _member(closed=False),
    "rename_search": _member("search_id"),
    "welcome": _member(closed=False),
    "tags": _open(),
    "tag": _open("tag"),
    "tag_suggestions": _member(closed=False),
    "tag_edit": _member("tag", closed=False),
    "tag_merge": _member("tag", closed=False),
    "tag_undo": _press("tag", "change_id", closed=False),
    "tag_create": _member("slug"),
    "threads": _open(),
    "choose_space": _member(closed=False),
    "space_threads": _open("slug", closed=True),
    "ask": _member("slug"),
    "thread_short": _open("thread_id", closed=True),
    "reply": _member("thread_id"),
    "read": _press("thread_id"),
    "unread": _press("thread_id"),
    "read_space": _press("slug"),
    "print_thread": _open("thread_id", closed=True),
    "who_can_answer": _member("thread_id"),
    "lock_thread": _press("thread_id"),
    "unlock_thread": _press("thread_id"),
    "post": _open("thread_id", "number", closed=True),
    "thread": _open("thread_id", "thread_slug", closed=True),
    "drafts": _member(closed=False),
    "save_draft": _member(closed=False),
    "draft": _member("draft_id"),
    "delete_draft": _member("draft_id"),
    "take_back_draft": _press("draft_id"),
    "schedule_draft": _member("draft_id"),
    "decide_draft": _member("held_id"),
    "move_thread": _member("thread_id"),
    "split_thread": _member("thread_id"),
    "merge_threads": _member("thread_id"),
    "pin_thread": _member("thread_id"),
    "unpin_thread": _press("thread_id"),
    "call_duplicate": _member("thread_id"),
    "call_no_duplicate": _press("thread_id"),
    "post_place": _open("post_id", closed=True),
    "post_more": _open("post_id", closed=True),
    "preview": _press(closed=False),
    "composer_tools": _member(closed=False),
    "people_suggestions": _member(closed=False),
    "quote_post": _member("post_id"),
    "edit_post": _member("post_id"),
    "delete_post": _member("post_id"),
    "revisions": _member("post_id"),
    "restore_revision": _press("post_id", "version"),
    "clear_revision": _member("post_id", "version"),
    "restore_post": _press("post_id"),
    "accept_answer": _press("post_id"),
    "unaccept_answer": _press("post_id"),
    "vote": _press("post_id"),
    "react": _press("post_id", "reaction"),
    "poll": _member("post_id"),
    "vote_in_poll": _press("post_id"),
    "close_poll": _press("post_id"),
    "validity": _member("post_id"),
    "still_valid": _press("post_id"),
    "outdated": _press("post_id"),
    "outcome": _member("post_id"),
    "library": _open(),
    "library_feed": _open(),
    "recommendations_export": _open("shape"),
    "practices_export": _open("shape"),
    "recommendation_step": _member("recommendation_id"),
    "recommendation_case": _member("recommendation_id"),
    "practice_adoption": _member("article_id"),
    "lift_answer": _member("post_id"),
    "desk": _member(closed=False),
    "begin_page": _member(closed=False),
    "upload_picture": _press(closed=False),
    "write_page": _member("written_id"),
    "save_page": _press("written_id"),
    "preview_page": _member("written_id"),
    "delete_page": _member("written_id"),
    "submit_page": _member("written_id"),
    "withdraw_page": _press("written_id"),
    "decide_page": _member("written_id"),
    "comment_page": _press("written_id"),
    "guest_link": _member("written_id"),
    "guest_review": _open("guest_token"),  # whoever has the link reads that revision
    "printout": _open("article_id", closed=True),
    "printout_file": _open("article_id", closed=True),
    "wagtail_serve": _open("page_path", closed=True),
    "picture": _open("rendition_id", "picture_name", closed=True),
    "wagtaildocs_serve": _open("document_id", "document_filename", closed=True),
    "cms_login": Door(ACCOUNT),
    "cms_logout": Door(ACCOUNT),
}
# Wagtail's admin has some three hundred doors of its own: tests/resources/test_admin_doors.py tries them all.
ADMIN = "cms/"
PARAMETER = {
    "reaction": "kind", "held_id": "draft_id",
    "tag": "slug", "city": "slug", "person": "slug", "thread_slug": "slug", "stream": "key",
    "file_name": "name", "picture_name": "name", "page_path": "path", "recommendation_id": "page_id",
    "article_id": "page_id", "written_id": "page_id", "guest_token": "token",
    "digest_stream": "stream", "digest_key": "key", "stop_token": "token",
}  # fmt: skip


def names():
    """Returns the name of every address that the resolver knows, with the language prefix's own patterns inside."""
    return set(_walk(get_resolver().url_patterns))


def _walk(patterns):
    for pattern in patterns:
        if str(pattern.pattern) == ADMIN:
            continue
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern.url_patterns)
        else:
            yield pattern.name
