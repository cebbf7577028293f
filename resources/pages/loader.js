// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the pixels' code with the page's events, reports the cookies they set, and opens Telegram. ES5: it meets old phones.
(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('rastro-events').textContent);
  var wait = data.wait || { least: 0, most: 0 };
  var status = document.getElementById('status');
  var begin = Date.now();
  var running = 0;
  var reported = '';
  var gone = false;

  // Each pixel gets a copy of each event, with done() to say that it needs no more time.
  window.rastro = {
    pixel: function (run) {
      (data.events || []).forEach(function (given) {
        var event = JSON.parse(JSON.stringify(given));
        var finished = false;
        running += 1;
        event.done = function () {
          if (!finished) { running -= 1; }
          finished = true;
        };
        try { run(event); } catch (error) { event.done(); }
      });
    }
  };

  function cookie(name) {
    var found = ('; ' + document.cookie).split('; ' + name + '=');
    return found.length > 1 ? found[1].split(';')[0] : '';
  }

  // True when all cookies that are waited for are there.
  function report() {
    if (!data.report) { return true; }
    var body = { token: data.report.token };
    var complete = true;
    Object.keys(data.report.cookies).forEach(function (key) {
      body[key] = cookie(data.report.cookies[key]);
      if (!body[key] && key === 'fbp') { complete = false; }
    });
    var text = JSON.stringify(body);
    if ((body.fbp || body.fbc) && text !== reported && navigator.sendBeacon) {
      if (navigator.sendBeacon(data.report.url, new Blob([text], { type: 'application/json' }))) { reported = text; }
    }
    return complete;
  }

  function say(what) {
    if (status) { status.textContent = status.getAttribute('data-' + what); }
  }

  function open() {
    if (gone || !data.next) { return; }
    gone = true;
    say('opened');
    if (!/android|iphone|ipad|ipod/i.test(navigator.userAgent)) {
      location.replace(data.next.web);
      return;
    }
    location.href = data.next.app;
    setTimeout(function () {
      if (!document.hidden) { location.replace(data.next.web); }
    }, 1200);
  }

  function look() {
    var spent = Date.now() - begin;
    var ready = report() && running === 0;
    if (spent >= wait.most || (ready && spent >= wait.least)) { open(); }
    if (spent < 10000 || !gone) { setTimeout(look, 100); }
  }

  if (data.next) {
    say('opening');
    document.getElementById('open').addEventListener('click', function () { gone = true; report(); });
    window.addEventListener('pagehide', report);
    setTimeout(look, 0);
  }
})();
