// SPDX-License-Identifier: GPL-3.0-or-later
#include "bankanswer.h"

#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

BankAnswer answerJson(int status, const QJsonObject &body)
{
    BankAnswer answer;
    answer.status = status;
    answer.headers = {{"content-type"_ba, "application/json"_ba}};
    answer.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return answer;
}

BankAnswer answerError(int status, const QString &code, const QString &portuguese, const QString &english)
{
    return answerJson(status,
                      {{u"error"_s, QJsonObject{{u"code"_s, code}, {u"pt"_s, portuguese}, {u"en"_s, english}}}});
}

} // namespace rastro::sandbox
