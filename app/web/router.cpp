// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/router.h"

#include <QtCore/QVarLengthArray>
#include <algorithm>

namespace rastro::web {

namespace {

using Segments = QVarLengthArray<QByteArrayView, 8>;

/// What stands between the slashes.
Segments segmentsOf(QByteArrayView path)
{
    Segments segments;
    qsizetype start = 1;
    for (qsizetype at = 1; at < path.size(); ++at) {
        if (path[at] == '/') {
            segments.append(path.sliced(start, at - start));
            start = at + 1;
        }
    }
    segments.append(path.sliced(std::min(start, path.size())));
    return segments;
}

bool isPlaceholder(const QByteArray &segment)
{
    return segment.startsWith('{') && segment.endsWith('}');
}

bool matches(const QByteArrayList &pattern, bool takesRest, const Segments &path)
{
    if (takesRest ? path.size() < pattern.size() : path.size() != pattern.size())
        return false;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const bool same = isPlaceholder(pattern.at(i)) ? !path.at(i).isEmpty() : path.at(i) == pattern.at(i);
        if (!same)
            return false;
    }
    return true;
}

QByteArray decoded(QByteArrayView segment)
{
    const QByteArray text = segment.toByteArray();
    return segment.contains('%') ? QByteArray::fromPercentEncoding(text) : text;
}

PathValues valuesOf(const QByteArrayList &pattern, const Segments &path)
{
    PathValues values;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (isPlaceholder(pattern.at(i)))
            values.append(decoded(path.at(i)));
    }
    return values;
}

bool takes(const QByteArray &routeMethod, const QByteArray &method)
{
    return routeMethod == "*" || routeMethod == method || (routeMethod == "GET" && method == "HEAD");
}

} // namespace

Router::Router(Refusal refuse)
    : m_refuse(std::move(refuse))
{
}

void Router::add(const QByteArray &method, const QByteArray &pattern, Route route)
{
    QByteArrayList segments = pattern.mid(1).split('/');
    const bool takesRest = segments.last() == "*";
    if (takesRest)
        segments.removeLast();
    m_entries.append({method, segments, takesRest, std::move(route)});
}

void Router::handle(const http::HttpRequest &request, const http::Responder &responder) const
{
    const Segments path = segmentsOf(request.path);
    QByteArrayList allowed;
    for (const Entry &entry : m_entries) {
        if (!request.path.startsWith('/') || !matches(entry.segments, entry.takesRest, path))
            continue;
        if (takes(entry.method, request.method)) {
            entry.route(request, valuesOf(entry.segments, path), responder);
            return;
        }
        allowed.append(entry.method == "GET" ? QByteArray("GET, HEAD") : entry.method);
    }
    http::HttpResponse response = m_refuse(request, allowed.isEmpty() ? 404 : 405);
    if (!allowed.isEmpty())
        response.headers.add("Allow", allowed.join(", "));
    responder.answer(std::move(response));
}

} // namespace rastro::web
