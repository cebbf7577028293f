// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/databaseurl.h"

#include <QtCore/QUrl>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

const auto advice = u"Use sqlite:FILE or postgresql://USER:PASSWORD@HOST:PORT/DATABASE."_s;

Result<DatabaseUrl> parseServer(const QString &text)
{
    // Parameters may hold what a host name cannot: postgresql:///rastro?host=/run/postgresql.
    const QUrl url(text);
    if (!url.isValid() || !text.section(u':', 1).startsWith(u"//"_s) || url.path().size() < 2)
        return failure(u"storage.url"_s, u"The address of the PostgreSQL database is not complete. "_s + advice);
    return DatabaseUrl{.server = text};
}

} // namespace

Result<DatabaseUrl> DatabaseUrl::parse(const QString &text)
{
    const auto scheme = text.section(u':', 0, 0);
    if (scheme == u"postgresql"_s || scheme == u"postgres"_s)
        return parseServer(text);
    auto path = text.section(u':', 1);
    if (path.startsWith(u"///"_s))
        path.remove(0, 2);
    if (scheme != u"sqlite"_s || path.isEmpty() || path.startsWith(u"//"_s))
        return failure(u"storage.url"_s, u"“%1” is not the address of a database. "_s.arg(scheme) + advice);
    return DatabaseUrl{.path = path};
}

QString DatabaseUrl::shown() const
{
    if (!isServer())
        return u"sqlite:"_s + path;
    return QUrl(server).toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery);
}

} // namespace rastro::storage
