"""The registry: by key, in order, no doubles."""

import pytest

from community.base.registry import AlreadyRegistered, Registry, UnknownKey


@pytest.fixture()
def registry():
    one = Registry("fruit")
    one.register("pear", 1)
    one.register("apple", 2)
    return one


def test_registry_keeps_the_order(registry):
    assert (list(registry), list(registry.items()), len(registry)) == (
        ["pear", "apple"],
        [("pear", 1), ("apple", 2)],
        2,
    )


def test_registered_thing_comes_back(registry):
    assert registry.register("plum", 3) == registry["plum"] == 3


def test_taken_key_is_refused_by_name(registry):
    with pytest.raises(AlreadyRegistered, match=r"A fruit “pear” is registered already\."):
        registry.register("pear", 9)
    assert registry["pear"] == 1


def test_unknown_key_names_the_known(registry):
    with pytest.raises(UnknownKey, match="No fruit “kiwi”; known are: pear, apple"):
        registry["kiwi"]
    assert ("kiwi" in registry, "pear" in registry) == (False, True)
