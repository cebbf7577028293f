// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings.h"

#include "rastro/pixelplugin.h"

namespace rastro::meta {

/// The browser's half of an event: Meta's base code with eventID, which makes both halves one event (Meta Pixel, "Get
/// started"; Conversions API, "Handling duplicate Pixel and Conversions API events"). Works under a
/// Content-Security-Policy with nonces: no inline handlers, no eval. Pure.
[[nodiscard]] BrowserSnippet snippetFor(EventName name, const Settings &settings);

} // namespace rastro::meta
