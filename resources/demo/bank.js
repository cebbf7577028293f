// SPDX-License-Identifier: GPL-3.0-or-later
// The bank's app: a field to paste a code into, and a button.
(function () {
  'use strict';
  const { setup, text } = window.demo;
  const bank = document.getElementById('bank');
  const code = document.getElementById('code');
  const says = document.getElementById('bank-says');
  const note = says.textContent;

  function say(words, kind) {
    says.textContent = words;
    says.className = kind || '';
  }

  function ready() {
    bank.classList.toggle('ready', code.value.trim() !== '');
  }

  document.addEventListener('demo-copied', (event) => {
    code.value = event.detail;
    say(note);
    ready();
  });
  code.addEventListener('input', ready);
  bank.addEventListener('submit', async (event) => {
    event.preventDefault();
    say(text('paying'));
    const answer = await fetch('/sandbox/pay', { method: 'POST', body: code.value });
    const told = await answer.json();
    const language = setup.lang.slice(0, 2);
    if (answer.ok) {
      code.value = '';
      ready();
      say(told[language], 'good');
    } else {
      say(told.error[language], 'bad');
    }
  });
})();
