// SPDX-License-Identifier: GPL-3.0-or-later
// The chat: the people's side of the sandbox, in the way a phone shows it.
(function () {
  'use strict';
  const { setup, person, element, json, text } = window.demo;
  const base = '/sandbox/telegram/chats/' + setup.bot + '/' + person.id;
  const lines = document.getElementById('lines');
  const start = document.getElementById('start');
  const write = document.getElementById('write');
  const toast = document.getElementById('toast');
  let shown = '';
  let toastTimer = 0;

  function say(what) {
    toast.textContent = what;
    toast.classList.add('shown');
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => toast.classList.remove('shown'), 2600);
  }

  async function copy(code) {
    document.dispatchEvent(new CustomEvent('demo-copied', { detail: code }));
    say(text('copied'));
    try { await navigator.clipboard.writeText(code); } catch (error) { /* the bank has it all the same */ }
  }

  const tags = { bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', code: 'code', pre: 'code' };

  function entity(kind, inner, whole) {
    if (kind.type === 'text_link' || kind.type === 'url') {
      const link = element('a');
      link.href = kind.url || whole;
      link.target = '_blank';
      link.rel = 'noopener';
      link.append(inner);
      return link;
    }
    if (!tags[kind.type]) { return inner; }
    const made = element(tags[kind.type]);
    made.append(inner);
    if (made.tagName === 'CODE') {
      made.classList.toggle('long', whole.length > 60);
      made.addEventListener('click', () => copy(whole));
    }
    return made;
  }

  // Entities count in UTF-16 units, as JavaScript does; what stands inside another comes after it.
  function rich(whole, entities, from, to) {
    const place = document.createDocumentFragment();
    let at = from;
    (entities || []).forEach((kind, index) => {
      const end = kind.offset + kind.length;
      if (kind.offset < at || end > to) { return; }
      place.append(whole.slice(at, kind.offset));
      place.append(entity(kind, rich(whole, entities.slice(index + 1), kind.offset, end), whole.slice(kind.offset, end)));
      at = end;
    });
    place.append(whole.slice(at, to));
    return place;
  }

  async function press(message, row, column, button) {
    button.classList.add('busy');
    const pressed = await json(base + '/press', { message, row, column });
    if (pressed && pressed.kind === 'copied') { copy(pressed.value); }
    if (pressed && pressed.kind === 'opened') { window.open(pressed.value, '_blank', 'noopener'); }
    setTimeout(() => button.classList.remove('busy'), 700);
    look();
  }

  function keys(message) {
    const place = element('div', 'keys');
    message.reply_markup.inline_keyboard.forEach((buttons, row) => {
      const line = element('div');
      buttons.forEach((key, column) => {
        const button = element('button', '', key.text);
        button.type = 'button';
        button.addEventListener('click', () => press(message.message_id, row, column, button));
        line.append(button);
      });
      place.append(line);
    });
    return place;
  }

  function lineOf(message) {
    const line = element('div', message.from_bot ? 'line' : 'line mine');
    const bubble = element('div', 'bubble');
    if (message.photo) {
      line.classList.add('picture');
      const picture = element('img');
      picture.src = '/sandbox/telegram/photos/' + setup.bot + '/' + message.photo[message.photo.length - 1].file_id;
      picture.alt = 'QR';
      picture.addEventListener('load', toEnd);
      bubble.append(picture);
    }
    let words = message.text || message.caption || '';
    if (!message.from_bot && words.startsWith('/start')) { words = '/start'; }
    bubble.append(rich(words, message.entities || message.caption_entities, 0, words.length));
    line.append(bubble);
    if (message.reply_markup && message.reply_markup.inline_keyboard) { line.append(keys(message)); }
    return line;
  }

  // To the end, but never past the beginning of the last message: a Pix begins with its QR code.
  function toEnd() {
    lines.scrollTop = lines.lastElementChild.offsetTop - lines.offsetTop - 8;
  }

  function hint(title, words) {
    const place = element('div', 'hint');
    if (title) { place.append(element('b', '', title)); }
    place.append(words);
    lines.replaceChildren(place);
  }

  function show(chat) {
    const waits = chat && (!chat.started || chat.parameter);
    start.hidden = !waits;
    write.hidden = !chat || waits;
    const state = chat ? JSON.stringify(chat.messages) + waits : 'none';
    if (state === shown) { return; }
    shown = state;
    if (!chat) {
      hint('', text('chat_empty'));
    } else if (chat.messages.length === 0) {
      hint(text('hello_title'), text('hello'));
    } else {
      const old = lines.querySelectorAll('.line').length;
      if (old === 0 || old > chat.messages.length) { lines.replaceChildren(); }
      chat.messages.slice(lines.children.length).forEach((message) => lines.append(lineOf(message)));
      toEnd();
    }
  }

  async function look() {
    show(person.chats ? await json(base) : null);
  }

  async function open(parameter) {
    window.demo.remember(parameter);
    person.chats = true;
    window.demo.save();
    show(await json(base + '/open', { parameter, first_name: person.name, language: setup.lang.toLowerCase() }));
    history.replaceState(null, '', '/demo');
    if (innerWidth < 704) { document.getElementById('chat-column').scrollIntoView(); }
  }

  start.addEventListener('click', async () => {
    start.hidden = true;
    show(await json(base + '/start', {}));
  });
  write.addEventListener('submit', async (event) => {
    event.preventDefault();
    const field = document.getElementById('text');
    if (!field.value.trim()) { return; }
    const words = field.value;
    field.value = '';
    show(await json(base + '/text', { text: words }));
  });

  async function begin() {
    document.getElementById('bot-user').textContent = '@' + setup.bot + ' · ' + text('bot');
    if (location.pathname.startsWith('/t.me/')) { await open(new URLSearchParams(location.search).get('start') || ''); }
    window.demo.repeat(look, 700);
  }
  begin();
})();
