// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/capture.h"
#include "core/click/clientaddress.h"
#include "http/httprequest.h"
#include "web/language.h"

namespace rastro::web {

/// The Cookie fields as one.
[[nodiscard]] QByteArray cookiesOf(const http::HttpRequest &request);

/// What the request tells about who asks, for as long as it lives.
[[nodiscard]] core::VisitHints visitHints(const http::HttpRequest &request);
/// What the request tells about where it comes from, for as long as it lives.
[[nodiscard]] core::AddressHints addressHints(const http::HttpRequest &request);
/// The language of the page to answer with: Portuguese unless the reader prefers English.
[[nodiscard]] Language pageLanguage(const http::HttpRequest &request, Language byDefault = Language::Portuguese);

/// What one cookie of ours looks like: HttpOnly, SameSite=Lax, for `path` and what lies below, Secure when `secure`.
[[nodiscard]] QByteArray setCookie(QByteArrayView name, QByteArrayView value, int maxAgeSeconds, bool secure,
                                   QByteArrayView path = "/");

} // namespace rastro::web
