// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/answerbox.h"

#include <QtCore/QThread>
#include <sys/eventfd.h>
#include <unistd.h>

namespace rastro::http {

AnswerBox::AnswerBox(AnswerSink *sink)
    : m_thread(QThread::currentThreadId())
    , m_wake(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
    , m_sink(sink)
{
}

AnswerBox::~AnswerBox()
{
    if (m_wake >= 0)
        ::close(m_wake);
}

void AnswerBox::post(Answer answer)
{
    if (QThread::currentThreadId() == m_thread) {
        if (m_sink)
            m_sink->deliver(std::move(answer));
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed)
            return;
        m_posted.push_back(std::move(answer));
        if (m_posted.size() > 1)
            return; // the wake-up of the first one is still under way
    }
    const quint64 one = 1;
    [[maybe_unused]] const auto written = ::write(m_wake, &one, sizeof one);
}

std::vector<Answer> AnswerBox::take()
{
    quint64 count = 0;
    [[maybe_unused]] const auto read = ::read(m_wake, &count, sizeof count);
    std::vector<Answer> posted;
    const std::lock_guard lock(m_mutex);
    posted.swap(m_posted);
    m_posted.reserve(posted.size());
    return posted;
}

void AnswerBox::close()
{
    m_sink = nullptr;
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    m_posted.clear();
}

} // namespace rastro::http
