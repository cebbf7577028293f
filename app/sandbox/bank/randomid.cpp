// SPDX-License-Identifier: GPL-3.0-or-later
#include "randomid.h"

#include <QtCore/QRandomGenerator>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

QString randomHex(int digits)
{
    QString text;
    while (text.size() < digits)
        text += QString::number(QRandomGenerator::system()->generate64(), 16).rightJustified(16, u'0');
    return text.left(digits);
}

} // namespace rastro::sandbox
