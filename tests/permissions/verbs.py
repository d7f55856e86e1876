"""Each verb of the table: what the rule says, and the request that tries it. A verb returns (rule, request)."""

from tests.permissions.library_verbs import LIBRARY
from tests.permissions.order_verbs import ORDER
from tests.permissions.place_verbs import PLACES
from tests.permissions.thread_verbs import THREADS

VERBS = {**THREADS, **ORDER, **PLACES, **LIBRARY}
