// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/doctor/addresscheck.h"

#include "server/runtime/publicurls.h"

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

Finding outAddress(const QString &url, const core::Circuit &health)
{
    return {Finding::Trouble, u"address.out"_s, u"public address"_s,
            u"%1 is out: %2"_s.arg(url, QString(health.reason).remove(url + u' ')),
            u"Look at its DNS, its certificate and the proxy; it is asked again by itself."_s};
}

} // namespace

QList<Finding> checkAddresses(const ServerOptions &options, const core::Shop &shop)
{
    QList<Finding> findings;
    const QStringList urls = publicUrls(options, shop);
    if (urls.size() < 2)
        return findings;
    const QString present = presentPublicUrl(urls, shop);
    const bool answers = healthOf(present, shop).isClosed();
    findings.append({answers ? Finding::Well : Finding::Trouble, u"address.present"_s, u"public address"_s,
                     (answers ? u"Links are made with %1, one of %2 addresses."_s
                              : u"Links are made with %1, since none of the %2 addresses answers."_s)
                         .arg(present)
                         .arg(urls.size()),
                     answers ? QString() : u"Begin with what stands between the internet and this server."_s});
    for (const QString &url : urls) {
        if (const core::Circuit health = healthOf(url, shop); !health.isClosed())
            findings.append(outAddress(url, health));
    }
    return findings;
}

} // namespace rastro::server
