// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlite/knownpeople.h"

#include "storage/sqlite/clickkey.h"

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

// A person of another workspace, or of another bot, costs a question to the database.
qint64 keyOf(ClickKeyKind kind, QStringView value)
{
    return clickKey(kind, 0, value);
}

std::vector<qint64> once(std::vector<qint64> rows)
{
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

} // namespace

KnownPeople::KnownPeople(Connection &connection, std::chrono::milliseconds pause)
    : m_connection(connection)
    , m_session(static_cast<SqliteSession &>(connection.session()))
    , m_pause(pause)
    , m_dataVersion(connection, "known.version"_L1)
    , m_ofClick(connection, "known.ofClick"_L1)
    , m_ofUser(connection, "known.ofUser"_L1)
{
}

KnownPeople::~KnownPeople()
{
    if (m_isWatching)
        m_session.unwatch(*this);
}

void KnownPeople::refresh()
{
    m_epoch.version = m_dataVersion.one([](const Row &row) { return row.integer("data_version"_L1); }).value_or(0);
    if (!m_isWatching)
        watch();
    absorb();
    if (!isComplete())
        readStored();
}

void KnownPeople::watch()
{
    m_session.watch(*this);
    m_isWatching = true;
    m_watchedSince = m_session.transactions();
}

void KnownPeople::wrote(const char *table, qint64 rowId, bool isNew) noexcept
{
    // A click is nobody's when it is inserted; Rastro binds it afterwards.
    auto *rows = std::strcmp(table, "bot_users") == 0          ? &m_users
                 : !isNew && std::strcmp(table, "clicks") == 0 ? &m_clicks
                                                               : nullptr;
    if (!rows || (!rows->empty() && rows->back() == rowId))
        return;
    if (m_clicks.size() + m_users.size() == MostUnseen)
        noteGap();
    else
        rows->push_back(rowId);
}

// Whoever asks nothing for long remembers no more than so many rows, and reads anew.
void KnownPeople::noteGap() noexcept
{
    m_clicks.clear();
    m_users.clear();
    ++m_epoch.gaps;
    m_watchedSince = m_session.transactions();
}

void KnownPeople::absorb()
{
    for (const auto row : once(m_clicks)) {
        const auto add = [this](ClickKeyKind kind, const QString &value) {
            if (!value.isEmpty())
                m_written.add(keyOf(kind, value));
        };
        m_ofClick.bind("number"_L1, row).one([&add](const Row &click) {
            add(ClickKeyKind::Fbclid, click.text("fbclid"_L1));
            add(ClickKeyKind::Visitor, click.text("visitor_id"_L1));
            return true;
        });
    }
    for (const auto row : once(m_users)) {
        m_ofUser.bind("number"_L1, row).one([this](const Row &user) {
            m_written.add(keyOf(ClickKeyKind::Fbclid, user.text("fbclid"_L1)));
            return true;
        });
    }
    m_clicks.clear();
    m_users.clear();
}

void KnownPeople::readStored()
{
    if (m_reader && !m_reader->isDone())
        return;
    if (m_reader)
        takeRead();
    const bool isTooSoon = std::chrono::steady_clock::now() < m_readNotBefore;
    if (isComplete() || isTooSoon || m_session.transactions() == m_watchedSince)
        return;
    m_readEpoch = m_epoch;
    m_reader = std::make_unique<PeopleReader>(m_connection.options());
}

void KnownPeople::takeRead()
{
    std::chrono::nanoseconds pause = m_pause;
    if (auto read = m_reader->take()) {
        m_stored = std::move(read->values);
        m_storedEpoch = m_readEpoch;
        pause = std::max(pause, read->took * PauseOfReading);
    }
    m_readNotBefore = std::chrono::steady_clock::now() + pause;
    m_reader.reset();
}

bool KnownPeople::mayHave(ClickKeyKind kind, QStringView value) const
{
    if (value.isEmpty())
        return false;
    if (!isComplete())
        return true;
    const auto key = keyOf(kind, value);
    return m_written.mayContain(key) || m_stored->mayContain(key);
}

} // namespace rastro::storage
