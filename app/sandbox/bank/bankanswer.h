// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QString>
#include <utility>

namespace rastro::sandbox {

/// Header fields in order. Names in lower case.
using BankHeaders = QList<std::pair<QByteArray, QByteArray>>;

/// What the bank answers to a request: plain values, to be put on the wire by whoever mounts the bank.
struct BankAnswer
{
    int status = 200;
    BankHeaders headers;
    QByteArray body;
    /// The request took effect and no answer may be sent: let the client run into its timeout, or close the connection.
    /// This is how a lost answer is played.
    bool withheld = false;
};

/// An answer with a JSON body.
[[nodiscard]] BankAnswer answerJson(int status, const QJsonObject &body);

/// {"error": {"code", "pt", "en"}}: `code` is stable and for machines, the sentences are for people.
[[nodiscard]] BankAnswer answerError(int status, const QString &code, const QString &portuguese,
                                     const QString &english);

} // namespace rastro::sandbox
