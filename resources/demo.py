"""The demo's library: articles, plans and recommendations, marked as samples, published through the real actions."""

import tomllib
import uuid
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Collection, Locale, Page

from community.base import clock
from community.people.models import Person
from community.spaces.models import Edition, Space
from community.tags.models import Tag
from forum.models import Post, Thread
from resources.actions.following_up import adopt, confirm_barrier, record_step
from resources.actions.listing import relist_page
from resources.demo_review import EDITOR, appoint_editor, load_reviews
from resources.models import (
    SHEET,
    ActionPlanPage,
    ArticlePage,
    ImprovementPlanPage,
    LibraryPage,
    Picture,
    PlanAction,
    PlanIndicator,
    PlanMessage,
    PlanMilestone,
    PlanRisk,
    PlanStakeholder,
    RecommendationPage,
    ResourcePage,
)

_FOLDER = Path(__file__).parent
_ROWS = {
    "action": ("actions", PlanAction), "milestone": ("milestones", PlanMilestone),
    "stakeholder": ("stakeholders", PlanStakeholder), "communication": ("messages", PlanMessage),
    "risk": ("risks", PlanRisk), "indicator": ("indicators", PlanIndicator),
}  # fmt: skip


def load_resources(people: dict[str, Person], spaces: dict[str, Space], tags: dict[str, Tag]) -> None:
    """Publishes the demo's pages, as old as their files say, with histories, cases and adoptions."""
    _Shelf(people, spaces, tags).fill()


class _Shelf:
    """What the pages are made of: people, spaces, tags, pictures, and the pages that are there already, by key."""

    def __init__(self, people: dict[str, Person], spaces: dict[str, Space], tags: dict[str, Tag]) -> None:
        self.people, self.spaces, self.tags = people, spaces, tags
        self.today = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0)
        self.library = LibraryPage.objects.get(locale=Locale.get_default())
        self.pages: dict[str, ResourcePage] = {}
        self.pictures: dict[str, Picture] = {}

    @cached_property
    def editor(self) -> Person:
        """Returns who publishes."""
        return next(iter(self.people.values()))

    def fill(self) -> None:
        """Publishes everything, in the order of the files."""
        appoint_editor(self.people)
        for row in _read("articles")["article"]:
            page = ArticlePage(
                **self._common(row), **{name: row[name] for name in SHEET}, answer=_answer_to(row.get("answer_to"))
            )
            self._publish(page, row)
            if "en" in row:
                self._translate(page, row["en"], row)
        for row in _read("action_plans")["plan"]:
            self._action_plan(row)
        for row in _read("improvement_plans")["plan"]:
            self._improvement_plan(row)
        for row in _read("follow_up")["adoption"]:
            with clock.replaying(self._day(row)):
                adopt(by=self.people[row["by"]], page=self.pages[row["practice"]], city=self._city(row["by"]),
                      state=row["state"], note=row.get("note", ""))  # fmt: skip
        for row in _read("follow_up").get("case", []):
            with clock.replaying(self._day(row)):
                confirm_barrier(by=self.people[row["by"]], page=self.pages[row["recommendation"]],
                                city=self._city(row["by"]), text=row["text"])  # fmt: skip
        load_reviews(self.people, self.spaces, self.tags)

    def _action_plan(self, row: dict[str, Any]) -> None:
        own = {name: row[name] for name in ("city_label", "starts_on", "ends_on", "challenge", "goal", "team")}
        page = ActionPlanPage(**self._common(row), **own)
        for name, (relation, model) in _ROWS.items():
            setattr(page, relation, [model(sort_order=n, **one) for n, one in enumerate(row.get(name, []))])
        self._publish(page, row)

    def _improvement_plan(self, row: dict[str, Any]) -> None:
        edition = Edition.objects.order_by("-first_year").first()
        plan = ImprovementPlanPage(**self._common(row), edition=edition)
        self._publish(plan, row)
        for one in row["recommendation"]:
            described = {**row, "body": [], "picture": None, **one}
            page = RecommendationPage(
                **self._common(described), code=one["code"], barrier=one["barrier"], action=one["action"],
                addressees="\n".join(one["addressees"]), recommendation_kind=one["kind"], priority=one["priority"],
            )  # fmt: skip
            page.practices = [self.pages[key] for key in one.get("practices", [])]
            self._publish(page, described, parent=plan)
            for step in one.get("step", []):
                at = self._day(step)
                with clock.replaying(at):
                    record_step(by=self.people[EDITOR], page=page, status=step["status"], at=at.date(),
                                note=step.get("note", ""), reason=step.get("reason", ""))  # fmt: skip

    def _common(self, row: dict[str, Any]) -> dict[str, Any]:
        moment = self._day(row)
        return {
            "title": row["title"], "slug": row["key"], "summary": row["summary"], "owner": self.people[row["author"]],
            "space": self.spaces[row["network"]], "is_sample": True, "body": self._body(row.get("body", [])),
            "cover": self._picture(row.get("picture")), "cover_alt": row.get("picture_alt", ""),
            "tags": [self.tags[name] for name in row.get("tags", [])], "first_published_at": moment,
            "reviewed_on": moment.date(), "review_due": moment.date() + timedelta(days=730),
        }  # fmt: skip

    def _publish(self, page: ResourcePage, row: dict[str, Any], *, parent: Page | None = None) -> None:
        moment = self._day(row)
        with clock.replaying(moment):
            (parent or self.library).add_child(instance=page)
            page.save_revision(user=page.owner).publish()
        self._as_old_as(page, moment)
        self.pages[row["key"]] = page

    def _as_old_as(self, page: ResourcePage, moment: datetime) -> None:
        """Wagtail takes the clock's word for when something was published; the demo's past is replayed."""
        Page.objects.filter(pk=page.pk).update(last_published_at=moment, latest_revision_created_at=moment)
        page.refresh_from_db()
        relist_page(page)

    def _translate(self, page: ArticlePage, row: dict[str, Any], source: dict[str, Any]) -> None:
        copy = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
        for name in ("title", "summary", *(name for name in SHEET if name in row)):
            setattr(copy, name, row[name])
        copy.draft_title, copy.cover_alt = row["title"], row["picture_alt"]
        copy.body = self._body(row["body"])
        copy.save_revision(user=page.owner).publish()
        self._as_old_as(copy, self._day(source) + timedelta(days=3))

    def _body(self, blocks: list[dict[str, Any]]) -> list[tuple[str, Any]]:
        stream = ArticlePage.body.field.stream_block
        raw = [{"type": row["type"], "id": str(uuid.uuid4()), "value": self._value(row)} for row in blocks]
        return stream.to_python(raw)

    def _value(self, row: dict[str, Any]) -> Any:
        sort = row["type"]
        if sort == "text":
            return row["html"]
        if sort == "heading":
            return {"text": row["text"], "level": str(row.get("level", 2))}
        if sort == "callout":
            return {"tone": row["tone"], "title": row["title"], "text": row["html"]}
        if sort == "steps":
            return [{"title": one["title"], "text": one["html"]} for one in row["items"]]
        if sort == "image":
            picture = self._picture(row["picture"])
            assert picture is not None
            return {"image": {"image": picture.pk, "alt_text": row["alt"], "decorative": False},
                    "caption": row.get("caption", "")}  # fmt: skip
        if sort == "table":
            columns = [{"type": "text", "heading": head} for head in row["head"]]
            return {"columns": columns, "rows": [{"values": cells} for cells in row["rows"]], "caption": row["caption"]}
        if sort == "practice":
            return {"page": self.pages[row["page"]].pk if row["page"] in self.pages else None, "why": row["why"]}
        return {"text": row["text"], "source": row.get("source", "")}

    def _picture(self, name: str | None) -> Picture | None:
        if name is None:
            return None
        if name not in self.pictures:
            content = (_FOLDER / "demo_pictures" / f"{name}.webp").read_bytes()
            picture = Picture(title=name, file=ContentFile(content, name=f"{name}.webp"),
                              collection=Collection.get_first_root_node())  # fmt: skip
            picture._set_image_file_metadata()
            picture.save()
            self.pictures[name] = picture
        return self.pictures[name]

    def _city(self, key: str) -> Any:
        seat = self.people[key].seats.filter(until=None).select_related("city").first()
        assert seat is not None
        return seat.city

    def _day(self, row: dict[str, Any]) -> datetime:
        return self.today - timedelta(days=row["days_ago"])


def _answer_to(title: str | None) -> Post | None:
    """Returns the accepted answer of the demo's question with a title."""
    return Thread.objects.select_related("accepted").get(title=title).accepted if title else None


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / "demo_texts" / f"{name}.toml").read_text(encoding="utf-8"))
