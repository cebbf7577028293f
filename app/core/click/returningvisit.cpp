// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/returningvisit.h"

#include "core/click/capture.h"
#include "core/click/cookies.h"
#include "core/click/hexid.h"
#include "core/click/querystring.h"

namespace rastro::core {

std::optional<qint64> returningBot(const PoolChoice &choice, const QByteArray &cookies, const QByteArray &query)
{
    if (!choice.isSticky())
        return std::nullopt;
    const Cookies sent(cookies);
    for (const QString &name : sent.values(LedToCookie)) {
        if (const auto former = choice.botNamed(name))
            return former;
    }
    if (const QString fbclid = QueryString(query).opaque("fbclid"); !fbclid.isEmpty())
        return choice.botFor(fbclid.toUtf8());
    if (const QString visitor = sent.value(VisitorCookie); isHexId(visitor))
        return choice.botFor(visitor.toLatin1());
    return std::nullopt;
}

} // namespace rastro::core
