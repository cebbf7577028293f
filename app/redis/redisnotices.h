// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/desk/owedanswer.h"
#include "core/ports/changenotices.h"
#include "redis/redislistener.h"
#include "redis/redisthread.h"

namespace rastro::redis {

/// Change notices on the channel `rastro:notices:<db>` (channels are shared by all databases of a Redis; its number
/// keeps installations apart). Many announcements of one topic within some milliseconds are one message.
class RedisNotices final : public core::ChangeNotices
{
public:
    /// `redis` must outlive it.
    explicit RedisNotices(RedisThread &redis);
    ~RedisNotices() override;
    Q_DISABLE_COPY_MOVE(RedisNotices)

    void announce(core::ChangeTopic topic) override;
    /// While `redis` runs.
    void listen(QObject *context, Heard heard) override;
    /// Hears no more; before `redis` is stopped.
    void close();

private:
    /// What is announced and not published yet, a bit for each topic. Shared with jobs that outlive this.
    struct Announced
    {
        std::atomic<unsigned> topics{0};
    };

    RedisThread &m_redis;
    const QByteArray m_channel;
    const QByteArray m_sender; ///< Who announces does not hear it.
    const std::shared_ptr<Announced> m_announced = std::make_shared<Announced>();
    std::unique_ptr<RedisListener> m_listener; ///< Lives on Redis's thread.
};

} // namespace rastro::redis
