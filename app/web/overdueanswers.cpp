// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/overdueanswers.h"

namespace rastro::web {

OverdueAnswers::OverdueAnswers(std::chrono::milliseconds patience)
    : m_patience(patience)
    , m_thread([this] { run(); })
{
}

OverdueAnswers::~OverdueAnswers()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_changed.notify_one();
    m_thread.join();
}

void OverdueAnswers::watch(const std::shared_ptr<const PendingAnswer> &answer)
{
    const std::lock_guard lock(m_mutex);
    // Nearly all were answered long before they fall due: let go of here, none of them wakes the thread.
    while (!m_watched.empty() && m_watched.front().answer.expired())
        m_watched.pop_front();
    m_watched.push_back({std::chrono::steady_clock::now() + m_patience, answer});
    if (m_watched.size() == 1)
        m_changed.notify_one();
}

void OverdueAnswers::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_ending) {
        if (m_watched.empty()) {
            m_changed.wait(lock);
            continue;
        }
        const Watched next = m_watched.front();
        if (std::chrono::steady_clock::now() < next.due) {
            m_changed.wait_until(lock, next.due);
            continue;
        }
        m_watched.pop_front();
        lock.unlock();
        send(next.answer);
        lock.lock();
    }
}

void OverdueAnswers::send(const std::weak_ptr<const PendingAnswer> &watched)
{
    const auto answer = watched.lock();
    if (!answer || answer->responder.isAnswered())
        return;
    ++m_sent;
    answer->responder.answer(answer->response);
}

} // namespace rastro::web
