"""A step of the slider is quick, whatever the size; pages and modules are small."""

import gzip

import pytest
from tests.page.assemble import PAGE
from tests.page.assemble import page as assembled
from tests.page.payload import payload

N_STEPS = 11
STEPS = """(n) => {
  const range = document.querySelector('#nz-day');
  for (let at = 0; at < n; at += 1) {
    range.value = 8 + at;
    range.dispatchEvent(new Event('input'));
    document.body.getBoundingClientRect();
  }
}"""


def busy_ms(session):
    """Processor time of the page so far, which does not tell of other programs."""
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return 1000 * metrics["TaskDuration"]


@pytest.mark.parametrize(("n_places", "n_days", "most_ms"), [(220, 153, 50), (1000, 30, 150)])
def test_a_step_of_the_slider_is_quick(visit, tmp_path, n_places, n_days, most_ms):
    path = tmp_path / "large.html"
    path.write_text(assembled(payload(n_places, n_days, n_what_ifs=1)), encoding="utf-8")
    page = visit(path, "#day=7")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.evaluate(STEPS, 1)
    before = busy_ms(session)
    page.evaluate(STEPS, N_STEPS)
    assert 0 < (busy_ms(session) - before) / N_STEPS <= most_ms


def test_the_page_is_small():
    pages = [path for path in PAGE.iterdir() if path.suffix in (".js", ".css", ".html")]
    files = [path.read_bytes() for path in pages if not path.name.startswith(("start", "access"))]  # of the server
    assert sum(map(len, files)) < 160_000
    assert len(gzip.compress(b"".join(files))) < 48_000
