// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/report/figuretext.h"

#include "rastro/money.h"

#include <QtCore/QStringList>

using namespace Qt::StringLiterals;

namespace rastro::server {

QString percent(qint64 part, qint64 whole)
{
    return whole == 0 ? u"–"_s : u"%1 %"_s.arg(double(part) * 100 / double(whole), 0, 'f', 1);
}

QString moneyText(const std::map<QString, qint64> &money)
{
    QStringList texts;
    for (const auto &[currency, minor] : money)
        texts.append(Money{minor, currency}.toDisplay(u"en"_s));
    return texts.join(u" + "_s);
}

} // namespace rastro::server
