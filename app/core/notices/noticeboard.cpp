// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notices/noticeboard.h"

namespace rastro::core {

class NoticeBoard::Place final : public ChangeNotices
{
public:
    explicit Place(std::shared_ptr<NoticeBoard> board)
        : m_board(std::move(board))
    {
    }
    ~Place() override { m_board->leave(this); }
    Q_DISABLE_COPY_MOVE(Place)

    void announce(ChangeTopic topic) override { m_board->announce(this, topic); }
    void listen(QObject *context, Heard heard) override { m_board->listen(this, context, std::move(heard)); }

private:
    const std::shared_ptr<NoticeBoard> m_board;
};

std::unique_ptr<ChangeNotices> NoticeBoard::join()
{
    return std::make_unique<Place>(shared_from_this());
}

void NoticeBoard::announce(const Place *from, ChangeTopic topic)
{
    const std::lock_guard lock(m_mutex);
    for (const Listener &listener : m_listeners) {
        if (listener.place != from)
            listener.owed.give([heard = listener.heard, topic] { heard(topic); });
    }
}

void NoticeBoard::listen(const Place *place, QObject *context, ChangeNotices::Heard heard)
{
    const std::lock_guard lock(m_mutex);
    m_listeners.push_back({place, OwedAnswer(context), std::move(heard)});
}

void NoticeBoard::leave(const Place *place)
{
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_listeners, [place](const Listener &listener) { return listener.place == place; });
}

} // namespace rastro::core
