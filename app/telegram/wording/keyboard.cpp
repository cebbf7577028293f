// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/wording/keyboard.h"

#include "telegram/wording/markup.h"

using namespace Qt::StringLiterals;

namespace rastro::telegram {

namespace {

constexpr qsizetype longestCallbackData = 64; // bytes
constexpr qsizetype longestCopyText = 256;    // characters
constexpr qsizetype longestLabel = 64;        // more does not fit on a phone

} // namespace

void Keyboard::add(const QString &label, const QString &key, const QJsonValue &value)
{
    m_rows.append(QJsonArray{QJsonObject{{u"text"_s, elided(label, longestLabel)}, {key, value}}});
}

Keyboard &Keyboard::callback(const QString &label, const QString &data)
{
    const qsizetype bytes = data.toUtf8().size();
    if (bytes >= 1 && bytes <= longestCallbackData)
        add(label, u"callback_data"_s, data);
    return *this;
}

Keyboard &Keyboard::copy(const QString &label, const QString &text)
{
    if (!text.isEmpty() && text.size() <= longestCopyText)
        add(label, u"copy_text"_s, QJsonObject{{u"text"_s, text}});
    return *this;
}

Keyboard &Keyboard::link(const QString &label, const QUrl &page)
{
    if (isLinkable(page))
        add(label, u"url"_s, page.toString(QUrl::FullyEncoded));
    return *this;
}

bool Keyboard::isLinkable(const QUrl &page)
{
    const bool isWeb = page.scheme() == u"https"_s || page.scheme() == u"http"_s;
    return page.isValid() && isWeb && page.host().contains(u'.');
}

void Keyboard::addTo(QJsonObject &payload) const
{
    if (!m_rows.isEmpty())
        payload[u"reply_markup"_s] = QJsonObject{{u"inline_keyboard"_s, m_rows}};
}

} // namespace rastro::telegram
