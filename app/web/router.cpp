// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/router.h"

namespace rastro::web {

namespace {

QByteArrayList segmentsOf(const QByteArray &path)
{
    return path.mid(1).split('/');
}

bool isPlaceholder(const QByteArray &segment)
{
    return segment.startsWith('{') && segment.endsWith('}');
}

bool matches(const QByteArrayList &pattern, bool takesRest, const QByteArrayList &path)
{
    if (takesRest ? path.size() < pattern.size() : path.size() != pattern.size())
        return false;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const bool same = isPlaceholder(pattern.at(i)) ? !path.at(i).isEmpty() : pattern.at(i) == path.at(i);
        if (!same)
            return false;
    }
    return true;
}

PathValues valuesOf(const QByteArrayList &pattern, const QByteArrayList &path)
{
    PathValues values;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (isPlaceholder(pattern.at(i)))
            values.append(QByteArray::fromPercentEncoding(path.at(i)));
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
    QByteArrayList segments = segmentsOf(pattern);
    const bool takesRest = segments.last() == "*";
    if (takesRest)
        segments.removeLast();
    m_entries.append({method, segments, takesRest, std::move(route)});
}

void Router::handle(const http::HttpRequest &request, const http::Responder &responder) const
{
    const QByteArrayList path = segmentsOf(request.path);
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
