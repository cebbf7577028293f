// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httprequest.h"
#include "http/responder.h"

#include <QtCore/QByteArrayList>
#include <functional>

namespace rastro::web {

/// What stood for each {name} of the pattern, in order, percent-decoded once.
using PathValues = QByteArrayList;

/// Brings a request to the one route whose pattern is its path. Filled before the server starts, then only read, so any
/// thread may call it.
class Router
{
public:
    using Route = std::function<void(const http::HttpRequest &, const PathValues &, http::Responder)>;
    /// Makes the answer for a request that no route takes: 404, or 405 where the path has a route for other methods.
    using Refusal = std::function<http::HttpResponse(const http::HttpRequest &, int status)>;

    explicit Router(Refusal refuse);

    /// `pattern` is a path whose segments are taken literally ("/delivery"), stand for one non-empty segment
    /// ("/go/{slug}") or, as the last, for all that follows, also nothing ("/api/*"). Of several that match, the one
    /// added first wins. A route for GET takes HEAD too. `method` "*" takes all.
    void add(const QByteArray &method, const QByteArray &pattern, Route route);

    /// Calls the route, or answers with a refusal.
    void handle(const http::HttpRequest &request, const http::Responder &responder) const;

private:
    struct Entry
    {
        QByteArray method;
        QByteArrayList segments;
        bool takesRest = false;
        Route route;
    };

    Refusal m_refuse;
    QList<Entry> m_entries;
};

} // namespace rastro::web
