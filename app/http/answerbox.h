// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpresponse.h"

#include <QtCore/Qt>
#include <memory>
#include <mutex>
#include <vector>

namespace rastro::http {

/// Names one request of one server: the connection's slot, and a number no other request of that server ever has.
struct Ticket
{
    quint32 slot = 0;
    quint64 serial = 0;
};

/// An answer on its way to the connection that waits for it.
struct Answer
{
    Ticket ticket;
    HttpResponse response;
};

/// Takes answers on the server's thread.
class AnswerSink
{
public:
    virtual void deliver(Answer answer) = 0;

protected:
    ~AnswerSink() = default;
};

/// Where answers of all threads meet the server's thread: many answers, one wake-up. Outlives the server when
/// responders do, and swallows what is posted then.
class AnswerBox
{
public:
    /// Made on the server's thread; `sink` is used there only, until close().
    explicit AnswerBox(AnswerSink *sink);
    ~AnswerBox();
    Q_DISABLE_COPY_MOVE(AnswerBox)

    /// Any thread. On the server's own, delivers at once.
    void post(Answer answer);
    /// Server's thread: what other threads have posted since the last call.
    [[nodiscard]] std::vector<Answer> take();
    /// Server's thread: from here on every answer is dropped.
    void close();
    /// Becomes readable when something was posted by another thread; take() makes it unreadable again.
    [[nodiscard]] int wakeDescriptor() const { return m_wake; }

private:
    const Qt::HANDLE m_thread;
    const int m_wake;
    AnswerSink *m_sink; // server's thread only
    std::mutex m_mutex;
    std::vector<Answer> m_posted;
    bool m_closed = false;
};

} // namespace rastro::http
