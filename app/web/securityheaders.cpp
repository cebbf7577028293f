// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/securityheaders.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QRegularExpression>

namespace rastro::web {

using namespace Qt::StringLiterals;

namespace {

QByteArray directive(const QByteArray &name, const QByteArrayList &sources)
{
    return sources.isEmpty() ? QByteArray() : "; " + name + ' ' + sources.join(' ');
}

QByteArrayList latin1(const QStringList &origins)
{
    QByteArrayList list;
    for (const QString &origin : origins)
        list.append(origin.toLatin1());
    return list;
}

} // namespace

PageSources &PageSources::operator+=(const PageSources &other)
{
    scriptHashes += other.scriptHashes;
    styleHashes += other.styleHashes;
    scripts += other.scripts;
    images += other.images;
    connections += other.connections;
    connectsToSelf |= other.connectsToSelf;
    return *this;
}

QByteArray inlineHash(const QByteArray &text)
{
    return "'sha256-" + QCryptographicHash::hash(text, QCryptographicHash::Sha256).toBase64() + '\'';
}

bool isOrigin(const QString &origin)
{
    static const QRegularExpression form(
        uR"(\Ahttps?://(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\])(?::[0-9]{1,5})?\z)"_s);
    return form.match(origin).hasMatch();
}

QByteArray contentSecurityPolicy(const PageSources &sources)
{
    QByteArrayList connections = latin1(sources.connections);
    if (sources.connectsToSelf)
        connections.prepend("'self'");
    return "default-src 'none'" + directive("script-src", sources.scriptHashes + latin1(sources.scripts)) +
           directive("style-src", sources.styleHashes) + directive("img-src", latin1(sources.images)) +
           directive("connect-src", connections) + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

void addPageHeaders(http::HttpResponse &response, const PageSources &sources)
{
    response.headers.add("Content-Security-Policy", contentSecurityPolicy(sources));
    response.headers.add("X-Frame-Options", "DENY");
    response.headers.add("X-Content-Type-Options", "nosniff");
    addAnswerHeaders(response);
}

void addAnswerHeaders(http::HttpResponse &response)
{
    response.headers.add("Cache-Control", "no-store");
    response.headers.add("Referrer-Policy", "no-referrer");
}

} // namespace rastro::web
