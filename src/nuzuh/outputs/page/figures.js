// Key figures of the day, with intervals.

import { element, setText } from "./dom.js";
import { badge } from "./panel.js";

/** The strip of key figures. */
export function makeFigures({ world, language, store, signal }) {
  const { word } = language;
  const interval = (band, day) => word("figures.interval", language.ends(band.q05[day], band.q95[day]));
  const figures = [
    figure(word("figures.cum", { start: language.date(0) }), "modelled"),
    figure(word("figures.staying"), "modelled"),
    figure(word("figures.new"), "modelled"),
    figure(word("figures.fire"), null),
  ];

  function figure(label, status) {
    const number = element("strong");
    const below = element("span", { class: "nz-small" });
    return { number, below, root: element("div", { class: "nz-figure" }, number, element("span", { class: "nz-figure-label" }, label, " ", status ? badge(status, language) : null), below) };
  }

  function show({ day, run: ix }) {
    const run = world.runs[ix];
    const fire = run.fireOn(day).filter((value) => value > 0).length;
    const { q50 } = run.total.cum_displaced;
    const news = q50[day] - (day > 0 ? q50[day - 1] : 0);
    const share = { share: language.percent(q50[day] / world.scenario.population), population: language.about(world.scenario.population) };
    const rows = [
      [language.about(run.total.cum_displaced.q50[day]), `${interval(run.total.cum_displaced, day)}; ${word("figures.share", share)}`],
      [language.about(run.total.n_displaced.q50[day]), interval(run.total.n_displaced, day)],
      [language.about(news), word("figures.change")],
      [language.whole(fire), word("figures.assumed")],
    ];
    rows.forEach(([number, below], at) => {
      setText(figures[at].number, number);
      setText(figures[at].below, below);
    });
  }

  store.subscribe((state, changed) => (changed.has("day") || changed.has("run")) && show(state), signal);
  show(store.get());
  return element("div", { class: "nz-figures", role: "group", "aria-label": word("figures.title") }, ...figures.map(({ root }) => root));
}
