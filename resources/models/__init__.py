"""Pages of the library and the plain rows beside them. What happens to a page outside its text is in no revision."""

from resources.models.action_plans import (
    ActionPlanPage,
    ActionState,
    Influence,
    PlanAction,
    PlanIndicator,
    PlanMessage,
    PlanMilestone,
    PlanRisk,
    PlanStakeholder,
)
from resources.models.articles import SHEET, SHEET_WORDS, ArticlePage, CostBand
from resources.models.base import Licence, ResourcePage
from resources.models.following_up import (
    Adoption,
    AdoptionState,
    AdoptionStep,
    Case,
    RecommendationStatus,
    RecommendationStep,
)
from resources.models.improvement import (
    ImprovementPlanPage,
    Priority,
    RecommendationKind,
    RecommendationPage,
)
from resources.models.kinds import KINDS, TYPES
from resources.models.library import LibraryPage, OldAddress, StandardPage
from resources.models.media import PageDocument, Picture, PictureRendition
from resources.models.printouts import Printout, PrintoutState
from resources.models.reviewing import NoteKind, ReviewNote

__all__ = [
    "KINDS",
    "SHEET",
    "SHEET_WORDS",
    "TYPES",
    "ActionPlanPage",
    "ActionState",
    "Adoption",
    "AdoptionState",
    "AdoptionStep",
    "ArticlePage",
    "Case",
    "CostBand",
    "ImprovementPlanPage",
    "Influence",
    "LibraryPage",
    "Licence",
    "NoteKind",
    "OldAddress",
    "PageDocument",
    "Picture",
    "PictureRendition",
    "PlanAction",
    "PlanIndicator",
    "PlanMessage",
    "PlanMilestone",
    "PlanRisk",
    "PlanStakeholder",
    "Printout",
    "PrintoutState",
    "Priority",
    "RecommendationKind",
    "RecommendationPage",
    "RecommendationStatus",
    "RecommendationStep",
    "ResourcePage",
    "ReviewNote",
    "StandardPage",
]
