// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QMetaObject>
#include <QtCore/QPointer>
#include <QtCore/QThread>
#include <functional>
#include <utility>

namespace rastro::core {

/// The thread of a context to which something is owed, and whether the context still lives. Make it on that thread, use
/// it on any.
class OwedAnswer
{
public:
    explicit OwedAnswer(QObject *context)
        : m_context(context)
        , m_loop(QAbstractEventDispatcher::instance(context->thread()))
    {
        if (!m_loop)
            m_loop = context;
    }

    /// Runs `answer` on the context's thread unless the context is gone by then, and lets go of it there in any case:
    /// what it holds may belong to that thread. The context may be deleted at any moment, so it is only looked at
    /// there.
    void give(std::function<void()> answer) const
    {
        QMetaObject::invokeMethod(
            m_loop,
            [context = m_context, answer = std::move(answer)]() mutable {
                // Qt keeps this lambda until the thread that posted it has gone on, which may be later.
                const auto given = std::exchange(answer, nullptr);
                if (context)
                    given();
            },
            Qt::QueuedConnection);
    }

private:
    QPointer<QObject> m_context;
    QObject *m_loop;
};

} // namespace rastro::core
