"""What can stand in the way of a change of the vocabulary; each carries a sentence and the field it belongs to."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.base.http import Refused
from community.tags.models import Tag, name_key


class TagError(Refused):
    """A rule of the vocabulary refuses a change; `field` says next to which field of a form the sentence belongs."""

    status = 409

    def __init__(self, sentence: str = "", *, field: str = "", status: int | None = None) -> None:
        super().__init__(sentence, status=status)
        self.field = field


class NameTaken(TagError):
    """A name means another tag already."""

    def __init__(self, name: str, tag: Tag, *, field: str = "name") -> None:
        said = _("“%(name)s” already means the topic “%(tag)s”. Choose another name, or merge the two topics.")
        if name_key(name) == name_key(tag.name):
            said = _("There is a topic “%(tag)s” already. Choose another name, or merge the two topics.")
        super().__init__(said % {"name": name, "tag": tag.name}, field=field)


class MergedMeanwhile(TagError):
    """A merged tag is no tag of its own any more, so nothing in it is changed."""

    said = gettext_lazy("This topic was merged into another one. Undo that first, then change it.")
