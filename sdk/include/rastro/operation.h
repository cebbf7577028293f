// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/result.h"

#include <QtCore/QObject>
#include <functional>
#include <optional>

namespace rastro {

/// The part of an Operation that has no type. The host creates, times out and deletes operations; a plugin is lent
/// one and finishes it. Use it, or a child of it, as the context of your callbacks: when the host gives up, they are
/// cut, and a request of any step of yours has no more time than is left of the operation's. Core thread only.
class RASTRO_SDK_EXPORT OperationBase : public QObject
{
    Q_OBJECT

public:
    explicit OperationBase(QObject *parent = nullptr)
        : QObject(parent)
    {
    }

    [[nodiscard]] bool isFinished() const { return m_finished; }
    [[nodiscard]] bool isAborted() const { return m_aborted; }

    /// Host only: tells the plugin to stop. It should then finish soon; nothing waits for it.
    void abort();

Q_SIGNALS:
    /// The host is no longer interested (deadline, shutdown, the plugin was disabled).
    void aborted();
    void finished();
    /// finish() was called on an operation that was finished already: a defect of the plugin, reported by the host.
    void finishedAgain();

protected:
    /// True the first time.
    bool markFinished();

private:
    bool m_finished = false;
    bool m_aborted = false;
};

/// Long work with a result of type T: finished exactly once, by the plugin or by the host's deadline.
template <class T>
class Operation : public OperationBase
{
public:
    using OperationBase::OperationBase;

    /// Hands over the result. A second call changes nothing and is reported.
    void finish(Result<T> result)
    {
        if (isFinished()) {
            Q_EMIT finishedAgain();
            return;
        }
        m_result = std::move(result);
        markFinished();
    }
    void fail(Error error) { finish(tl::unexpected<Error>(std::move(error))); }

    /// Precondition: isFinished().
    [[nodiscard]] const Result<T> &result() const { return *m_result; }

    /// Host only: calls `then` with the result, once, while `context` lives.
    void onFinished(QObject *context, std::function<void(const Result<T> &)> then)
    {
        QObject::connect(this, &OperationBase::finished, context, [this, then = std::move(then)] { then(*m_result); });
    }

private:
    std::optional<Result<T>> m_result;
};

} // namespace rastro
