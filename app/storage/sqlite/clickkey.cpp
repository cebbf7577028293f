// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlite/clickkey.h"

namespace rastro::storage {

qint64 clickKey(ClickKeyKind kind, qint64 workspaceId, QStringView value)
{
    quint64 hash = 0xcbf29ce484222325U;
    const auto take = [&hash](quint64 unit) { hash = (hash ^ unit) * 0x100000001b3U; };
    take(static_cast<quint64>(kind));
    take(static_cast<quint64>(workspaceId));
    for (const QChar c : value)
        take(c.unicode());
    return static_cast<qint64>(hash);
}

} // namespace rastro::storage
