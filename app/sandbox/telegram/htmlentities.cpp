// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/htmlentities.h"

#include <QtCore/QHash>
#include <QtCore/QJsonObject>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

namespace {

// Tag to the type of MessageEntity it makes.
const QHash<QString, QString> &entityTypes()
{
    static const QHash<QString, QString> types = {{u"b"_s, u"bold"_s},
                                                  {u"strong"_s, u"bold"_s},
                                                  {u"i"_s, u"italic"_s},
                                                  {u"em"_s, u"italic"_s},
                                                  {u"u"_s, u"underline"_s},
                                                  {u"ins"_s, u"underline"_s},
                                                  {u"s"_s, u"strikethrough"_s},
                                                  {u"strike"_s, u"strikethrough"_s},
                                                  {u"del"_s, u"strikethrough"_s},
                                                  {u"code"_s, u"code"_s},
                                                  {u"pre"_s, u"pre"_s},
                                                  {u"a"_s, u"text_link"_s},
                                                  {u"span"_s, u"spoiler"_s},
                                                  {u"tg-spoiler"_s, u"spoiler"_s},
                                                  {u"blockquote"_s, u"blockquote"_s}};
    return types;
}

class HtmlReader
{
public:
    explicit HtmlReader(const QString &html)
        : m_html(html)
    {
    }

    tl::expected<FormattedText, QString> read()
    {
        while (m_at < m_html.size() && m_flaw.isEmpty()) {
            if (m_html[m_at] == u'<')
                readTag();
            else if (m_html[m_at] == u'&')
                readReference();
            else
                m_result.text += m_html[m_at++];
        }
        if (m_flaw.isEmpty() && !m_open.isEmpty())
            m_flaw = u"Can't find end tag corresponding to start tag \"%1\""_s.arg(m_open.constLast().tag);
        if (!m_flaw.isEmpty())
            return tl::unexpected(u"can't parse entities: "_s + m_flaw);
        return m_result;
    }

private:
    struct Open
    {
        QString tag;
        qsizetype offset;
        QString url;
    };

    void readTag()
    {
        const qsizetype end = m_html.indexOf(u'>', m_at);
        if (end < 0) {
            m_flaw = u"Unclosed start tag at byte offset %1"_s.arg(byteOffset());
            return;
        }
        const QString inside = m_html.sliced(m_at + 1, end - m_at - 1);
        const bool closes = inside.startsWith(u'/');
        const QString name = inside.sliced(closes ? 1 : 0).section(u' ', 0, 0).trimmed().toLower();
        if (!entityTypes().contains(name))
            m_flaw = u"Unsupported start tag \"%1\" at byte offset %2"_s.arg(name).arg(byteOffset());
        else if (closes)
            close(name);
        else
            m_open.append({name, m_result.text.size(), linkIn(inside)});
        m_at = end + 1;
    }

    void close(const QString &name)
    {
        if (m_open.isEmpty() || m_open.constLast().tag != name) {
            m_flaw = u"Unmatched end tag at byte offset %1, found \"</%2>\""_s.arg(byteOffset()).arg(name);
            return;
        }
        const Open open = m_open.takeLast();
        const qsizetype length = m_result.text.size() - open.offset;
        if (length == 0)
            return;
        QJsonObject entity{{u"type"_s, entityTypes().value(name)}, {u"offset"_s, open.offset}, {u"length"_s, length}};
        if (name == u"a"_s)
            entity[u"url"_s] = open.url;
        if (name != u"a"_s || !open.url.isEmpty())
            m_result.entities.append(entity);
    }

    static QString linkIn(const QString &inside)
    {
        const qsizetype at = inside.indexOf(u"href=\""_s);
        return at < 0 ? QString() : inside.sliced(at + 6).section(u'"', 0, 0);
    }

    void readReference()
    {
        static const QHash<QString, QChar> named = {
            {u"lt"_s, u'<'}, {u"gt"_s, u'>'}, {u"amp"_s, u'&'}, {u"quot"_s, u'"'}};
        const qsizetype end = m_html.indexOf(u';', m_at);
        const QString name = end < 0 ? QString() : m_html.sliced(m_at + 1, end - m_at - 1);
        if (named.contains(name)) {
            m_result.text += named.value(name);
            m_at = end + 1;
        } else if (const auto character = numbered(name); !character.isEmpty()) {
            m_result.text += character;
            m_at = end + 1;
        } else {
            m_result.text += m_html[m_at++];
        }
    }

    static QString numbered(const QString &name)
    {
        if (!name.startsWith(u'#') || name.size() > 8)
            return {};
        bool ok = false;
        const bool isHex = name.size() > 1 && name[1].toLower() == u'x';
        const char32_t point = isHex ? name.sliced(2).toUInt(&ok, 16) : name.sliced(1).toUInt(&ok);
        return ok && point > 0 && point <= QChar::LastValidCodePoint ? QString::fromUcs4(&point, 1) : QString();
    }

    [[nodiscard]] qsizetype byteOffset() const { return m_html.first(m_at).toUtf8().size(); }

    const QString &m_html;
    qsizetype m_at = 0;
    QList<Open> m_open;
    FormattedText m_result;
    QString m_flaw;
};

} // namespace

tl::expected<FormattedText, QString> parseHtml(const QString &html)
{
    return HtmlReader(html).read();
}

} // namespace rastro::sandbox
