// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/updatequeue.h"

#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::sandbox {

namespace {

constexpr std::chrono::microseconds ordinaryLife = 24h;
constexpr std::chrono::microseconds queryLife = 150s;
constexpr qsizetype remembered = 200;

bool isQuery(const QString &kind)
{
    return kind == u"callback_query"_s || kind == u"shipping_query"_s || kind == u"pre_checkout_query"_s;
}

QString queueOf(const QString &kind, const QJsonObject &content)
{
    const QJsonObject chat = content["chat"_L1].toObject();
    const QJsonObject who = kind == u"message"_s || kind == u"my_chat_member"_s ? chat : content["from"_L1].toObject();
    return u"%1:%2"_s.arg(kind, QString::number(who["id"_L1].toInteger()));
}

} // namespace

qint64 UpdateQueue::push(const QString &kind, const QJsonObject &content, Micros now)
{
    if (!wants(kind))
        return 0;
    const qint64 id = m_nextId++;
    const QJsonObject update{{u"update_id"_s, id}, {kind, content}};
    const auto life = isQuery(kind) ? queryLife : ordinaryLife;
    append({id, QJsonDocument(update).toJson(QJsonDocument::Compact), queueOf(kind, content), now + life.count()});
    return id;
}

qint64 UpdateQueue::pushRaw(const QByteArray &raw, Micros now)
{
    const qint64 id = m_nextId++;
    append({id, QByteArray(raw).replace("%1", QByteArray::number(id)), u"raw"_s, now + ordinaryLife.count()});
    return id;
}

void UpdateQueue::append(QueuedUpdate update)
{
    m_waiting.append(update);
    m_past.append(std::move(update));
    if (m_past.size() > remembered)
        m_past.removeFirst();
}

void UpdateQueue::repeat(int count, Micros now)
{
    const qsizetype first = std::max<qsizetype>(0, m_past.size() - count);
    for (qsizetype i = first; i < m_past.size(); ++i) {
        QueuedUpdate again = m_past[i];
        again.again = true;
        again.expires = now + ordinaryLife.count();
        m_waiting.append(again);
    }
}

void UpdateQueue::confirm(qint64 offset, Micros now)
{
    expire(now);
    if (offset < 0) {
        m_waiting.remove(0, std::max<qsizetype>(0, m_waiting.size() + offset));
        return;
    }
    if (offset <= m_nextId)
        m_waiting.removeIf([offset](const QueuedUpdate &update) { return update.id < offset && !update.again; });
}

QList<QueuedUpdate> UpdateQueue::head(int limit) const
{
    return m_waiting.first(std::min<qsizetype>(limit, m_waiting.size()));
}

void UpdateQueue::remove(qint64 id)
{
    for (qsizetype i = 0; i < m_waiting.size(); ++i) {
        if (m_waiting[i].id == id) {
            m_waiting.removeAt(i);
            return;
        }
    }
}

void UpdateQueue::expire(Micros now)
{
    m_waiting.removeIf([now](const QueuedUpdate &update) { return update.expires <= now; });
}

bool UpdateQueue::wants(const QString &kind) const
{
    if (!m_allowed.isEmpty())
        return m_allowed.contains(kind);
    return kind != u"chat_member"_s && kind != u"message_reaction"_s && kind != u"message_reaction_count"_s;
}

} // namespace rastro::sandbox
