// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "web/router.h"

#include <QtCore/QObject>

namespace rastro::server {

/// Header fields in order, names in lower case: how the stand-ins take and give them.
using PlainHeaders = QList<std::pair<QByteArray, QByteArray>>;

[[nodiscard]] PlainHeaders plainHeaders(const http::HttpHeaders &headers);
[[nodiscard]] http::HttpResponse plainResponse(int status, const PlainHeaders &headers, const QByteArray &body);

/// What a stand-in does with a request, on the core thread. `path` is decoded, without the prefix.
using CoreHandler = std::function<void(const http::HttpRequest &, const QString &path, const http::Responder &)>;

/// A route for callers on this machine only (others, and whoever comes through a proxy, get 404), handled on the thread
/// of `core`. `prefix` is taken off the path.
[[nodiscard]] web::Router::Route loopbackRoute(QObject &core, const QString &prefix, CoreHandler handler);

} // namespace rastro::server
