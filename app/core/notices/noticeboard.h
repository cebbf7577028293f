// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/desk/owedanswer.h"
#include "core/ports/changenotices.h"

#include <memory>
#include <mutex>
#include <vector>

namespace rastro::core {

/// Change notices between the nodes of one process. A node alone has nobody to tell. Thread-safe.
class NoticeBoard : public std::enable_shared_from_this<NoticeBoard>
{
public:
    /// A node's place at the board; it keeps the board alive.
    [[nodiscard]] std::unique_ptr<ChangeNotices> join();

private:
    class Place;
    struct Listener
    {
        const Place *place;
        OwedAnswer owed;
        ChangeNotices::Heard heard;
    };

    void announce(const Place *from, ChangeTopic topic);
    void listen(const Place *place, QObject *context, ChangeNotices::Heard heard);
    void leave(const Place *place);

    std::mutex m_mutex;
    std::vector<Listener> m_listeners;
};

} // namespace rastro::core
