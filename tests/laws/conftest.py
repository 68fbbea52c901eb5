"""Laws hold for both engines that draw."""

import pytest


@pytest.fixture(params=["counts", "persons"])
def engine(request):
    return request.param


@pytest.fixture(params=["counts", "persons", "mean"])
def any_engine(request):
    return request.param
