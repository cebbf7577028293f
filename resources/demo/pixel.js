// SPDX-License-Identifier: GPL-3.0-or-later
// What arrives at the pixel: one line an event, the browser's report and the server's side by side.
(function () {
  'use strict';
  const { element, json, text, time } = window.demo;
  const list = document.getElementById('events');
  const inPages = ['PageView', 'Purchase'];
  const rows = new Map();
  let known = '';

  function way(kind, report, expected) {
    if (report) { return element('span', 'way ' + kind, '✓ ' + time(report.at)); }
    const place = element('span', 'way', expected ? '…' : '—');
    place.title = text(expected ? 'waiting' : 'no_page');
    return place;
  }

  function draw(row) {
    const place = element('details', 'event');
    const line = element('summary');
    const name = element('div');
    name.append(element('b', '', row.name), element('span', 'mono', row.id));
    line.append(name, way('browser', row.browser, inPages.includes(row.name)), way('server', row.server, true));
    line.append(row.browser && row.server ? element('span', 'one', '= ' + text('one')) : element('span'));
    const told = element('pre', 'mono', JSON.stringify((row.server || row.browser).json, null, 1));
    place.append(line, told);
    return place;
  }

  function merge(events) {
    rows.clear();
    events.filter((event) => window.demo.eventIds.has(event.id)).forEach((event) => {
      const key = event.name + ' ' + event.id;
      const row = rows.get(key) || { name: event.name, id: event.id, at: event.at };
      row[event.from] = row[event.from] || event;
      row.at = Math.min(row.at, event.at);
      rows.set(key, row);
    });
    return Array.from(rows.values()).sort((one, other) => one.at - other.at);
  }

  async function look() {
    const answer = await json('/demo/events');
    const merged = answer ? merge(answer.events) : [];
    const state = JSON.stringify(merged);
    if (state === known || list.querySelector('[open]')) { return; }
    known = state;
    const item = (row) => {
      const place = element('li');
      place.append(draw(row));
      return place;
    };
    list.replaceChildren(...merged.map(item));
    if (merged.length === 0) { list.append(element('li', 'nothing', text('events_empty'))); }
  }

  window.demo.repeat(look, 900);
})();
