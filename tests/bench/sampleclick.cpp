// SPDX-License-Identifier: GPL-3.0-or-later
#include "sampleclick.h"

#include "core/click/hexid.h"

using namespace Qt::StringLiterals;

namespace rastro::bench {

Click sampleClick(core::TokenMinter &minter, Micros now)
{
    Click click{.token = minter.mint(now)};
    click.fbclid = u"IwAR2"_s + core::randomHexId() + u"QQGCINEz7PYXQvwjNwB_aem_bench"_s;
    click.fbp = u"fb.1.1700000000000.1234567890"_s;
    click.fbc = u"fb.1.1700000000000."_s + click.fbclid;
    click.utm = {u"FB"_s, u"paid"_s, u"Black Friday|120210000000000001"_s, u"ad-7|120210000000000007"_s,
                 u"Instagram_Stories"_s};
    click.visitorId = core::randomHexId();
    click.clientIp = u"203.0.113.7"_s;
    click.userAgent = u"Mozilla/5.0 (Linux; Android 13; SM-A546E Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, "
                      "like Gecko) Version/4.0 Chrome/120.0.6099.144 Mobile Safari/537.36 Instagram 312.1.0.34.111"_s;
    click.landingUrl = u"https://shop.example/go/bench?utm_source=FB&utm_medium=paid&fbclid="_s + click.fbclid;
    click.referrer = u"https://l.instagram.com/"_s;
    click.firstSeenMs = now / 1000;
    click.pageviewEventId = core::randomHexId();
    click.traffic = u"person"_s;
    return click;
}

} // namespace rastro::bench
