// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/clicktext.h"

namespace rastro::core {

using namespace Qt::StringLiterals;

QString clickText(const Click &click)
{
    if (click.traffic == u"repeat")
        return u"The same visitor loaded the same address again within seconds: stored apart, not counted, not "
               u"reported. "
               "If this load leads to the bot, the sale has its ad all the same."_s;
    if (click.traffic != u"person")
        return u"A visit was stored apart (%1): not counted, not reported."_s.arg(click.traffic);
    if (click.botId == 0)
        return u"An ad click was stored without a bot: none of the pool could take the visitor, who was shown a page "
               "with another way. No PageView is reported."_s;
    return u"An ad click was stored."_s;
}

} // namespace rastro::core
