// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/clientaddress.h"
#include "http/httprequest.h"

namespace rastro::metrics {

/// Who may read the metrics: who bears the token, however the request came; and who asks directly from an address that
/// was named. What a proxy passed on never counts as its address: neither from one that is trusted, nor with a header
/// that proxies write, nor, from this machine, with the Host of a public name. A value; pure.
class Access
{
public:
    /// `from`: addresses and networks. `token`: empty: none.
    Access(core::TrustedProxies from, core::TrustedProxies proxies, const QByteArray &token);

    [[nodiscard]] bool admits(const http::HttpRequest &request) const;

private:
    [[nodiscard]] bool bearsToken(const http::HttpRequest &request) const;
    [[nodiscard]] bool asksDirectly(const http::HttpRequest &request) const;

    core::TrustedProxies m_from;
    core::TrustedProxies m_proxies;
    QByteArray m_tokenHash; ///< Of the token; empty: none. Comparing hashes takes no time that tells of the token.
};

} // namespace rastro::metrics
