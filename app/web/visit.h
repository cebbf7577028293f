// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/capture.h"
#include "core/click/clientaddress.h"
#include "http/httprequest.h"
#include "web/language.h"

namespace rastro::web {

/// All fields of that name as one value.
[[nodiscard]] QByteArray joinedHeader(const http::HttpRequest &request, QByteArrayView name, QByteArrayView separator);

/// What the request tells about who asks.
[[nodiscard]] core::VisitHints visitHints(const http::HttpRequest &request);
/// What the request tells about where it comes from.
[[nodiscard]] core::AddressHints addressHints(const http::HttpRequest &request);
/// The language of the page to answer with: Portuguese unless the reader prefers English.
[[nodiscard]] Language pageLanguage(const http::HttpRequest &request, Language byDefault = Language::Portuguese);

/// What one cookie of ours looks like: HttpOnly, SameSite=Lax, for `path` and what lies below, Secure when `secure`.
[[nodiscard]] QByteArray setCookie(const QByteArray &name, const QByteArray &value, int maxAgeSeconds, bool secure,
                                   const QByteArray &path = "/");

} // namespace rastro::web
