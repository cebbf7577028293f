// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/meta/metascript.h"

namespace rastro::sandbox {

QByteArray metaScript()
{
    return R"js(// Stand-in for fbevents.js: reports to the machine that it came from, and to nobody else.
(function () {
  'use strict';
  var fbq = window.fbq;
  if (!fbq || fbq.callMethod) { return; }
  var report = document.currentScript.src.replace(/(en_US\/)?fbevents\.js.*$/, 'tr');
  var pixels = {};
  var noAutomatic = {};

  function cookie(name) {
    var found = document.cookie.match(new RegExp('(?:^|; )' + name + '=([^;]*)'));
    return found ? found[1] : '';
  }
  function setCookie(name, value) {
    document.cookie = name + '=' + value + '; Max-Age=7776000; Path=/; SameSite=Lax';
  }
  function subdomainIndex() {
    return /^[0-9.]+$|:/.test(location.hostname) ? 0 : location.hostname.split('.').length - 1;
  }
  function setCookies() {
    var start = 'fb.' + subdomainIndex() + '.' + Date.now() + '.';
    if (!cookie('_fbp')) { setCookie('_fbp', start + Math.floor(Math.random() * 2147483647)); }
    var fbclid = (location.search.match(/[?&]fbclid=([^&]*)/) || [])[1];
    if (fbclid && cookie('_fbc').split('.')[3] !== fbclid) { setCookie('_fbc', start + fbclid); }
  }
  function send(pixel, name, data, options) {
    setCookies();
    var fields = { id: pixel, ev: name, dl: location.href, rl: document.referrer, ts: Date.now(),
      eid: (options && options.eventID) || '', fbp: cookie('_fbp'), fbc: cookie('_fbc') };
    var key;
    for (key in data || {}) { fields['cd[' + key + ']'] = data[key]; }
    for (key in pixels[pixel] || {}) { fields['ud[' + key + ']'] = pixels[pixel][key]; }
    var pairs = [];
    for (key in fields) {
      if (fields[key] !== '') { pairs.push(encodeURIComponent(key) + '=' + encodeURIComponent(fields[key])); }
    }
    new Image().src = report + '?' + pairs.join('&');
  }
  function sendAll(name, data, options) {
    for (var pixel in pixels) { send(pixel, name, data, options); }
  }
  var commands = {
    init: function (pixel, person) { pixels[pixel] = person || {}; },
    set: function (what, value, pixel) { if (what === 'autoConfig' && !value) { noAutomatic[pixel] = true; } },
    consent: function () {},
    dataProcessingOptions: function () {},
    track: sendAll,
    trackCustom: sendAll,
    trackSingle: send,
    trackSingleCustom: send
  };
  fbq.callMethod = function (command) {
    if (commands[command]) { commands[command].apply(null, Array.prototype.slice.call(arguments, 1)); }
  };
  while (fbq.queue.length) { fbq.callMethod.apply(fbq, fbq.queue.shift()); }

  ['pushState', 'replaceState'].forEach(function (name) {
    var original = history[name];
    history[name] = function () {
      original.apply(history, arguments);
      if (!fbq.disablePushState) { sendAll('PageView'); }
    };
  });
  document.addEventListener('click', function (event) {
    if (!event.target.closest('a, button')) { return; }
    for (var pixel in pixels) {
      if (!noAutomatic[pixel]) { send(pixel, 'SubscribedButtonClick', { buttonText: event.target.textContent }); }
    }
  }, true);
})();
)js";
}

} // namespace rastro::sandbox
