// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/redisthread.h"

using namespace Qt::StringLiterals;

namespace rastro::redis {

RedisThread::RedisThread(RedisUrl url, const Patience &patience)
    : m_url(std::move(url))
    , m_patience(patience)
{
    m_thread.setObjectName(u"redis"_s);
    m_there.moveToThread(&m_thread);
}

RedisThread::~RedisThread()
{
    stop();
}

void RedisThread::start()
{
    m_thread.start();
    {
        const std::lock_guard lock(m_mutex);
        m_isRunning = true;
    }
    runThere([this] { open(); });
}

void RedisThread::open()
{
    m_client = std::make_unique<RedisClient>(m_url, m_patience, m_tally);
    QObject::connect(m_client.get(), &RedisClient::connected, m_client.get(),
                     [this] { qInfo().noquote() << u"redis: connected to %1"_s.arg(m_url.toString()); });
    QObject::connect(m_client.get(), &RedisClient::trouble, m_client.get(), [](const Error &error) {
        qWarning().noquote() << u"redis: %1 Rastro goes on without it."_s.arg(error.message);
    });
    m_client->start();
}

void RedisThread::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!std::exchange(m_isRunning, false))
            return;
    }
    runThere([this] {
        work(); // each job that was taken on gets its answer
        m_client.reset();
    });
    m_thread.quit();
    m_thread.wait();
    m_tally.connected = false;
}

bool RedisThread::post(Job job)
{
    bool isFirst = false;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isRunning || !m_tally.connected || m_jobs.size() >= MostJobs) {
            ++m_tally.dropped;
            return false;
        }
        isFirst = m_jobs.empty();
        m_jobs.push_back(std::move(job));
    }
    if (isFirst)
        QMetaObject::invokeMethod(
            &m_there, [this] { work(); }, Qt::QueuedConnection);
    return true;
}

void RedisThread::runThere(const std::function<void()> &work)
{
    QMetaObject::invokeMethod(&m_there, work, Qt::BlockingQueuedConnection);
}

void RedisThread::work()
{
    std::vector<Job> jobs;
    {
        const std::lock_guard lock(m_mutex);
        jobs.swap(m_jobs);
    }
    for (const Job &job : jobs)
        job(*m_client);
}

} // namespace rastro::redis
