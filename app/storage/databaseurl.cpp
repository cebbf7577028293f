// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/databaseurl.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

Result<DatabaseUrl> DatabaseUrl::parse(const QString &text)
{
    const auto scheme = text.section(u':', 0, 0);
    if (scheme == u"postgresql"_s || scheme == u"postgres"_s)
        return failure(u"storage.url"_s, u"This version of Rastro stores in SQLite only. Use sqlite:FILE."_s);
    auto path = text.section(u':', 1);
    if (path.startsWith(u"///"_s))
        path.remove(0, 2);
    if (scheme != u"sqlite"_s || path.isEmpty() || path.startsWith(u"//"_s))
        return failure(u"storage.url"_s, u"“%1” is not the address of a database. Use sqlite:FILE."_s.arg(scheme));
    return DatabaseUrl{path};
}

} // namespace rastro::storage
