// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rastro/operation.h>

#include <QtCore/QStringList>
#include <memory>

namespace rastro::testing {

/// An Operation under observation, as the host would drive it.
template <class T>
class Watched
{
public:
    Watched()
        : m_operation(std::make_unique<Operation<T>>())
    {
        QObject::connect(m_operation.get(), &OperationBase::finishedAgain, m_operation.get(), [this] { ++m_again; });
    }

    [[nodiscard]] Operation<T> *get() const { return m_operation.get(); }
    [[nodiscard]] bool isFinished() const { return m_operation->isFinished(); }
    /// How often it was finished once it was finished already.
    [[nodiscard]] int again() const { return m_again; }
    [[nodiscard]] const Result<T> &result() const { return m_operation->result(); }
    /// The error's message and code, empty if there is none: for the search for secrets.
    [[nodiscard]] QStringList errorTexts() const
    {
        const bool failed = m_operation->isFinished() && !result();
        return failed ? QStringList{result().error().code, result().error().message} : QStringList();
    }
    /// As the host does when it has given up.
    void remove() { m_operation.reset(); }

private:
    int m_again = 0;
    std::unique_ptr<Operation<T>> m_operation;
};

} // namespace rastro::testing
