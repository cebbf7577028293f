// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QUrl>

namespace rastro::telegram {

/// Buttons under a message, one a row (Bot API, InlineKeyboardMarkup). What Telegram would refuse is left out.
class Keyboard
{
public:
    /// A button that sends `data` back: opaque, 1..64 bytes (Bot API, InlineKeyboardButton, callback_data).
    Keyboard &callback(const QString &label, const QString &data);

    /// A button that copies `text`, if it has 1..256 characters (Bot API, CopyTextButton).
    Keyboard &copy(const QString &label, const QString &text);

    /// A button that opens a page, if Telegram takes its address for one.
    Keyboard &link(const QString &label, const QUrl &page);

    /// Adds it to a message as `reply_markup`, unless it is empty.
    void addTo(QJsonObject &payload) const;

    /// Would Telegram take this address for a button? It wants http or https and a host with a dot.
    [[nodiscard]] static bool isLinkable(const QUrl &page);

private:
    void add(const QString &label, const QString &key, const QJsonValue &value);

    QJsonArray m_rows;
};

} // namespace rastro::telegram
