// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QString>
#include <utility>

namespace rastro::sandbox {

/// Header fields in order. Names in lower case.
using MetaHeaders = QList<std::pair<QByteArray, QByteArray>>;

/// A request as whoever mounts the stand-in read it.
struct MetaRequest
{
    QByteArray method; ///< "POST"
    QString path;      ///< Below the mount point: "/v25.0/1234/events", "/fbevents.js", "/tr".
    QByteArray query;  ///< Raw, without '?'.
    MetaHeaders headers;
    QByteArray body;
};

/// What the stand-in answers: plain values, to be put on the wire by whoever mounts it.
struct MetaAnswer
{
    int status = 200;
    MetaHeaders headers;
    QByteArray body;
    /// The request took effect and no answer may be sent: let the client run into its timeout, or close the connection.
    bool withheld = false;
};

} // namespace rastro::sandbox
