// SPDX-License-Identifier: GPL-3.0-or-later
// What the operator sees: the trail of the person's sale as it grows, and where the sale came from.
(function () {
  'use strict';
  const { setup, person, element, json, text, time } = window.demo;
  const trail = document.getElementById('trail');
  const origin = document.getElementById('origin');
  const verdict = document.getElementById('verdict');
  const fields = document.getElementById('fields');
  const organicSteps = ['user.organic', 'payment.organic'];
  const moneySteps = ['payment.paid', 'token.bound', 'payment.attached'];
  let all = [];
  let last = 0;
  let lastClick = '';
  let drawn = 0;

  // Ids of the events of this person's sales; the events' part of the panel asks for them.
  window.demo.eventIds = new Set();

  function isMine(entry) {
    return entry.person === person.id || (entry.token && person.tokens.includes(entry.token) && !entry.person);
  }

  function title(entry) {
    const known = setup.texts.steps[entry.step];
    return known ? known.replace('{event}', entry.detail.event || '') : entry.text;
  }

  function detail(entry) {
    if (entry.detail.rule) { return text('field_rule') + ': ' + text('rule_' + entry.detail.rule); }
    if (entry.step === 'delivery.opened') { return 'event id ' + entry.detail.event_id; }
    if (entry.step === 'click.stored') { return 'token ' + entry.token; }
    return '';
  }

  function draw(entry, isNew) {
    const line = element('li', isNew ? 'new' : '');
    line.title = entry.text;
    line.classList.toggle('organic', organicSteps.includes(entry.step));
    line.classList.toggle('money', moneySteps.includes(entry.step));
    line.classList.toggle('pixel', entry.step.startsWith('event.'));
    line.append(element('span', '', title(entry)), element('time', '', time(entry.at)));
    const more = detail(entry);
    if (more && !organicSteps.includes(entry.step)) { line.append(element('small', 'mono', more)); }
    return line;
  }

  function station(name, entry, organic) {
    const place = document.querySelector('[data-station="' + name + '"]');
    place.classList.add(organic ? 'organic' : 'done');
    place.querySelector('small').textContent = time(entry.at);
  }

  function stations(mine) {
    const first = (...steps) => mine.find((entry) => steps.includes(entry.step));
    const purchase = mine.find((entry) => entry.step === 'event.sent' && entry.detail.event === 'Purchase');
    const met = { click: first('click.stored'), start: first('start.received'), pix: first('payment.awaiting'),
      paid: first('payment.paid'), delivered: first('delivery.sent'), purchase };
    Object.keys(met).forEach((name) => { if (met[name]) { station(name, met[name]); } });
    const organic = first('user.organic');
    if (organic && !met.click) {
      const words = document.querySelector('[data-station="click"] b');
      words.textContent = words.dataset.organic;
      station('click', organic, true);
    }
  }

  function field(name, value, twice) {
    const place = element('div', twice ? 'twice' : '');
    const content = element('dd', 'mono', value);
    content.title = value;
    place.append(element('dt', '', name), content);
    fields.append(place);
  }

  const marks = { ad: 'M5 12.5 9.5 17 19 7.5', organic: 'M12 20V9m0 0c0-3 2-5 6-5 0 4-2 6-6 6zm0 4c0-2.5-1.5-4-5-4 0 3 1.5 5 5 5z' };

  function judge(words, isOrganic) {
    const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    picture.setAttribute('viewBox', '0 0 24 24');
    path.setAttribute('d', isOrganic ? marks.organic : marks.ad);
    picture.append(path);
    verdict.replaceChildren(picture, words);
    origin.classList.toggle('organic', isOrganic);
    origin.classList.toggle('known', !isOrganic);
  }

  function showOrganic(isSale) {
    judge(text(isSale ? 'organic' : 'organic_user'), true);
    fields.replaceChildren();
    let why = origin.querySelector('.organic-why');
    if (!why) {
      why = element('p', 'organic-why', text('organic_why'));
      verdict.after(why);
    }
  }

  function showSale(sale) {
    const value = {};
    sale.fields.forEach((known) => { value[known.field] = known.value; });
    const token = value.tracking_token || value.tracking_session_id || sale.token;
    const isSale = 'purchase_event_id' in value;
    if (!token) {
      if (mineNow().some((entry) => organicSteps.includes(entry.step))) { showOrganic(isSale); }
      return;
    }
    const why = origin.querySelector('.organic-why');
    if (why) { why.remove(); }
    judge(text(isSale ? 'attributed' : sale.token ? 'clicked' : 'bound'), false);
    fields.replaceChildren();
    field(text('campaign'), value.utm_campaign);
    field(text('content'), value.utm_content);
    field('utm_source / medium', value.utm_source + ' / ' + value.utm_medium);
    field('fbclid', value.fbclid, true);
    field('fbp', value.fbp || '…');
    field('fbc', value.fbc, true);
    field('token', token);
  }

  function mineNow() {
    return all.filter(isMine);
  }

  async function follow() {
    const news = await json('/demo/trail?after=' + last + '&click=' + lastClick);
    if (!news || news.entries.length === 0) { return; }
    news.entries.forEach((entry) => {
      if (entry.step === 'click.stored') { lastClick = entry.token; } else { last = entry.id; }
    });
    all = all.concat(news.entries).sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
    all.filter((entry) => entry.person === person.id).forEach((entry) => window.demo.remember(entry.token));
    const mine = mineNow();
    if (mine.length === drawn) { return; }
    mine.forEach((entry) => {
      ['event_id', 'pageview_event_id', 'purchase_event_id'].forEach((key) => {
        if (entry.detail[key]) { window.demo.eventIds.add(entry.detail[key]); }
      });
    });
    trail.replaceChildren(...mine.map((entry, index) => draw(entry, index >= drawn)));
    drawn = mine.length;
    trail.scrollTop = trail.scrollHeight;
    stations(mine);
    const sale = await json('/demo/sale?person=' + person.id + '&token=' + (person.tokens[person.tokens.length - 1] || ''));
    if (sale && sale.fields) { showSale(sale); }
  }

  trail.append(element('li', 'nothing', text('trail_empty')));
  window.demo.repeat(follow, 600);
})();
