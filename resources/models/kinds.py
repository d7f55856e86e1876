"""Which pages the library lists, and the kind of entry that each is in the catalogue."""

from resources.models.action_plans import ActionPlanPage
from resources.models.articles import ArticlePage
from resources.models.improvement import ImprovementPlanPage, RecommendationPage
from resources.models.library import StandardPage

TYPES = (ArticlePage, ActionPlanPage, ImprovementPlanPage, RecommendationPage, StandardPage)
KINDS = tuple(model.kind for model in TYPES)
