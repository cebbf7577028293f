// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

/// tests/fixtures/meta/meta_vectors.json: `documented_hashes` are printed in Meta's own documentation; `pii` and
/// `click_ids` say what becomes of an input.
inline QJsonObject metaVectors()
{
    QFile file(QStringLiteral(RASTRO_FIXTURES "/meta/meta_vectors.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(file.fileName()));
    return QJsonDocument::fromJson(file.readAll()).object();
}
