// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

/// JSON written with ' for ", so that it can be read (moc stumbles over raw strings with unbalanced brackets).
inline QByteArray quotes(QByteArray text)
{
    return text.replace('\'', '"');
}
