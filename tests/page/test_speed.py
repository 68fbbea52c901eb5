"""A step of the slider is quick, whatever the size; pages and modules are small."""

import gzip
import statistics

import pytest
from tests.page.assemble import PAGE
from tests.page.assemble import page as assembled
from tests.page.payload import payload

STEPS = """() => {
  const range = document.querySelector('#nz-day');
  return Array.from({length: 11}, (_, at) => {
    const from = performance.now();
    range.value = 8 + at;
    range.dispatchEvent(new Event('input'));
    document.body.getBoundingClientRect();
    return performance.now() - from;
  });
}"""


@pytest.mark.parametrize(("n_places", "n_days", "most_ms"), [(220, 153, 50), (1000, 30, 150)])
def test_a_step_of_the_slider_is_quick(visit, tmp_path, n_places, n_days, most_ms):
    path = tmp_path / "large.html"
    path.write_text(assembled(payload(n_places, n_days, n_what_ifs=1)), encoding="utf-8")
    page = visit(path, "#day=7&beside=1")
    assert statistics.median(page.evaluate(STEPS)) <= most_ms


def test_the_page_is_small():
    files = [path.read_bytes() for path in PAGE.iterdir() if path.suffix in (".js", ".css", ".html")]
    assert sum(map(len, files)) < 150_000
    assert len(gzip.compress(b"".join(files))) < 45_000
