// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/redisnotices.h"

#include "core/click/hexid.h"

#include <array>

namespace rastro::redis {

using core::ChangeTopic;

namespace {

constexpr std::chrono::milliseconds gather{10};

struct Name
{
    ChangeTopic topic;
    const char *text;
};

constexpr std::array names{Name{ChangeTopic::Shop, "shop"}, Name{ChangeTopic::Messages, "messages"},
                           Name{ChangeTopic::Conversions, "conversions"}};

constexpr unsigned bitOf(ChangeTopic topic)
{
    return 1U << static_cast<unsigned>(topic);
}

} // namespace

RedisNotices::RedisNotices(RedisThread &redis)
    : m_redis(redis)
    , m_channel("rastro:notices:" + QByteArray::number(redis.url().database))
    , m_sender(core::randomHexId().toLatin1())
{
}

RedisNotices::~RedisNotices()
{
    close();
}

void RedisNotices::close()
{
    if (m_listener)
        m_redis.runThere([this] { m_listener.reset(); });
}

void RedisNotices::announce(ChangeTopic topic)
{
    if (m_announced->topics.fetch_or(bitOf(topic)) != 0)
        return; // A job that will see it is on its way.
    const auto publish = [channel = m_channel, sender = m_sender, announced = m_announced](RedisClient &client) {
        QTimer::singleShot(gather, &client, [&client, channel, sender, announced] {
            const unsigned topics = announced->topics.exchange(0);
            for (const Name &name : names) {
                if ((topics & bitOf(name.topic)) != 0)
                    client.send({"PUBLISH", channel, sender + ' ' + name.text}, [](const Result<Reply> &) {});
            }
        });
    };
    if (!m_redis.post(publish))
        m_announced->topics = 0; // Lost, as any notice may be.
}

void RedisNotices::listen(QObject *context, Heard heard)
{
    const core::OwedAnswer owed(context);
    const auto tell = [owed, heard = std::move(heard)](ChangeTopic topic) {
        owed.give([heard, topic] { heard(topic); });
    };
    m_redis.runThere([this, tell] {
        m_listener = std::make_unique<RedisListener>(m_redis.url(), m_redis.patience(), m_channel);
        QObject::connect(m_listener.get(), &RedisListener::subscribed, m_listener.get(), [tell] {
            for (const Name &name : names)
                tell(name.topic);
        });
        QObject::connect(m_listener.get(), &RedisListener::heard, m_listener.get(),
                         [tell, sender = m_sender](const QByteArray &message) {
                             for (const Name &name : names) {
                                 if (!message.startsWith(sender) && message.endsWith(QByteArray(" ") + name.text))
                                     tell(name.topic);
                             }
                         });
        m_listener->start();
    });
}

} // namespace rastro::redis
