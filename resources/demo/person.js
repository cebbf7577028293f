// SPDX-License-Identifier: GPL-3.0-or-later
// Who is sitting at this page, and what all parts of it share.
(function () {
  'use strict';
  const setup = JSON.parse(document.getElementById('setup').textContent);
  const names = ['Ana', 'Bruno', 'Carla', 'Davi', 'Elisa', 'Felipe', 'Gabriela', 'Heitor', 'Isabela', 'João', 'Karina',
    'Lucas', 'Mariana', 'Nina', 'Otávio', 'Paula'];

  function random(alphabet, length) {
    const bytes = crypto.getRandomValues(new Uint8Array(length));
    return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join('');
  }

  function newPerson(before) {
    const number = crypto.getRandomValues(new Uint32Array(2));
    const others = names.filter((name) => name !== before);
    const name = others[number[1] % others.length];
    return { run: setup.run, id: 6000000000 + (number[0] % 900000000), name, tokens: [] };
  }

  // Kept in this browser, so that the delivery page can lead back to the same chat.
  function load() {
    try {
      const person = JSON.parse(localStorage.getItem('rastro-demo'));
      if (person && person.run === setup.run) { return person; }
    } catch (error) { /* nothing was kept */ }
    return null;
  }

  function keep(kept) {
    try { localStorage.setItem('rastro-demo', JSON.stringify(kept)); } catch (error) { /* then only here */ }
  }

  const person = load() || newPerson();
  const save = () => keep(person);

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) { made.className = className; }
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  async function json(path, body) {
    const request = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const answer = await fetch(path, request);
    return answer.ok ? answer.json() : null;
  }

  // Meta gives every click an id of its own; so does the demo.
  function adLink() {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    return setup.ad + '&fbclid=IwAR' + random(alphabet, 57) + '_aem_' + random(alphabet, 22);
  }

  function showAdLink(link) {
    const place = document.getElementById('ad-link');
    const parts = link.split('?')[1].split('&').filter((part) => /^(utm_campaign|utm_content|fbclid)=/.test(part));
    place.textContent = '';
    parts.forEach((part) => {
      const pair = part.split('=');
      place.append(element('b', '', pair[0]), '=' + (pair[1].length > 24 ? pair[1].slice(0, 22) + '…' : pair[1]), ' ');
    });
  }

  const link = adLink();
  document.querySelectorAll('[data-ad]').forEach((anchor) => { anchor.href = link; });
  showAdLink(link);
  document.getElementById('direct').href = '/t.me/' + setup.bot;
  document.getElementById('who-name').textContent = person.name;
  document.getElementById('who-initial').textContent = person.name[0];
  document.getElementById('restart').addEventListener('click', async () => {
    await fetch('/demo/restart', { method: 'POST' });
    keep(newPerson(person.name));
    location.href = '/demo';
  });
  save();

  window.demo = {
    setup, person, save, element, json,
    text: (key) => setup.texts[key] || key,
    has: (key) => key in setup.texts,
    remember(token) {
      if (token && !person.tokens.includes(token)) {
        person.tokens.push(token);
        save();
      }
    },
    time: (ms) => new Date(ms).toLocaleTimeString(setup.lang, { hour12: false }),
    // Calls `work` again and again, each time after the last one is done; the panel says when the server is gone.
    repeat(work, ms) {
      const once = async () => {
        let alive = true;
        try { await work(); } catch (error) { alive = false; }
        const live = document.querySelector('.live');
        live.classList.toggle('lost', !alive);
        live.title = alive ? '' : window.demo.text('lost');
        setTimeout(once, alive ? ms : 3000);
      };
      once();
    }
  };
})();
