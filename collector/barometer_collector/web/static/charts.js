// Draws each chart from the table that stands behind it. Without this script the tables are all there is.
(function () {
  "use strict";

  const HEIGHT = 210;
  const drawn = new Map();

  function read(figure) {
    const rows = [...figure.querySelectorAll("tbody tr")];
    const [day, ...labels] = [...figure.querySelectorAll("thead th")].map((cell) => cell.textContent);
    const days = rows.map((row) => Number(row.cells[0].dataset.at));
    const lines = labels.map((_, at) =>
      rows.map((row) => (row.cells[at + 1].dataset.value === undefined ? null : Number(row.cells[at + 1].dataset.value))),
    );
    return { day, labels, days, lines };
  }

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function axis(size, values) {
    const soft = { stroke: colour("--line"), width: 1 };
    return { stroke: colour("--soft"), grid: soft, ticks: { show: false }, size, values, font: "12px system-ui, sans-serif" };
  }

  // At least 40 points of a scale, on tens: small changes are seen and not blown up.
  function around(low, high, top) {
    const middle = (low + high) / 2;
    const bottom = Math.max(0, Math.min(top - 40, Math.floor(Math.min(low - 5, middle - 20) / 10) * 10));
    return [bottom, Math.min(top, Math.max(bottom + 40, Math.ceil((high + 5) / 10) * 10))];
  }

  // What is below zero is the strength of a signal: from hardly there to beside the antenna, in dBm.
  function ofSignals(low, high) {
    return [Math.min(-90, low - 5), Math.max(-40, high + 5)];
  }

  function options(plot, table) {
    const language = document.documentElement.dataset.locale;
    const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: "UTC" });
    const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
    const small = new Intl.NumberFormat(language, { maximumSignificantDigits: 2 });
    const written = (value) => (Math.abs(value) < 1 ? small : whole).format(value).replace("-", "\u2212");
    const unit = plot.dataset.unit ? "\u00a0" + plot.dataset.unit : "";
    const top = Number(plot.dataset.top);
    const told = (_, value) => (value === null || value === undefined ? "" : written(value) + unit);
    const range = (_, low, high) => (top ? around(low, high, top) : low < 0 ? ofSignals(low, high) : [0, (high || 1) * 1.1]);
    const line = (label, at) => ({
      label, stroke: colour("--series-" + ((at % 4) + 1)), width: at ? 1.5 : 2.25, dash: at >= 4 ? [6, 4] : undefined,
      points: { size: 5 }, value: told,
    });
    return {
      width: plot.clientWidth, height: HEIGHT,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      scales: { x: { time: true }, y: { range } },
      axes: [
        axis(30, (_, splits) => splits.map((at, i) => (at % 86400 || splits[i - 1] === at ? "" : day.format(at * 1000)))),
        axis(46, (_, splits) => splits.map(written)),
      ],
      series: [{ label: table.day, value: (_, at) => (at === null ? "" : day.format(at * 1000)) }, ...table.labels.map(line)],
      cursor: { y: false, drag: { x: false, y: false } },
      legend: { live: true },
    };
  }

  function draw(plot) {
    if (!plot.clientWidth) return;
    drawn.get(plot)?.destroy();
    const table = read(plot.closest("figure"));
    drawn.set(plot, new uPlot(options(plot, table), [table.days, ...table.lines], plot));
  }

  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const chart = drawn.get(target);
      if (!chart) draw(target);
      else if (target.clientWidth && chart.width !== target.clientWidth) {
        chart.setSize({ width: target.clientWidth, height: chart.height });
      }
    }
  });

  function start(root) {
    for (const [plot, chart] of drawn) {
      if (!plot.isConnected) {
        watcher.unobserve(plot);
        chart.destroy();
        drawn.delete(plot);
      }
    }
    root.querySelectorAll(".plot").forEach((plot) => watcher.observe(plot));
  }

  start(document);
  document.addEventListener("htmx:load", (event) => start(event.target));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => [...drawn.keys()].forEach(draw));
})();
