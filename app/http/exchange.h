// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/answerbox.h"

#include <QtCore/QSharedData>
#include <atomic>

namespace rastro::http {

/// One request that waits for its answer; shared by the copies of its Responder. Any thread.
class Exchange : public QSharedData
{
public:
    Exchange(std::shared_ptr<AnswerBox> box, Ticket ticket);
    Exchange(const Exchange &) = delete;
    Exchange &operator=(const Exchange &) = delete;
    /// Unanswered until now: answers 500.
    ~Exchange();

    void answer(HttpResponse response);
    [[nodiscard]] bool isAnswered() const { return m_answered.load(std::memory_order_acquire); }

private:
    const std::shared_ptr<AnswerBox> m_box;
    const Ticket m_ticket;
    std::atomic<bool> m_answered{false};
};

} // namespace rastro::http
