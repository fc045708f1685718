"""The gate met every word of the contract."""

import os
from collections import Counter

import pytest

from tests.contract.documented import Contract
from tests.contract.judging import Judge
from tests.contract.words import words


@pytest.mark.last
@pytest.mark.skipif(
    "PYTEST_XDIST_WORKER" in os.environ,
    reason="each process meets a part of the words; `make contract` runs in one",
)
def test_every_word_of_the_contract_was_met(
    contract: Contract, judge: Judge, words_met: list[str], *, whole_gate: bool
) -> None:
    if not whole_gate:
        pytest.skip("only a part of the contract's tests runs")
    wanted = words(contract)
    lacking = [(word.kind, sentence) for word in wanted if (sentence := word.lack(judge))]
    unmet = Counter(kind for kind, _ in lacking)
    for kind, number in Counter(word.kind for word in wanted).items():
        words_met.append(f"{kind:15} {number - unmet[kind]:4} of {number}")
    assert not lacking, "\n".join(sentence for _, sentence in lacking)
