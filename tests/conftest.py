"""How hard the property tests look: quick and repeatable, or thorough where GOVNEWS_HYPOTHESIS says so."""

import os

from hypothesis import HealthCheck, Phase, settings

_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.large_base_example)
settings.register_profile(
    "quick",
    deadline=None,
    max_examples=50,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=_SLOW,
)
settings.register_profile("thorough", deadline=None, max_examples=1000, print_blob=True, suppress_health_check=_SLOW)
settings.load_profile(os.environ.get("GOVNEWS_HYPOTHESIS", "quick"))
