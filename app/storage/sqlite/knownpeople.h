// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/sqlite/bloomfilter.h"
#include "storage/sqlite/clickkey.h"
#include "storage/sqlite/peoplereader.h"
#include "storage/sqlite/sqlitesession.h"
#include "storage/statement.h"

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace rastro::storage {

/// Which fbclids and visitor cookies are certainly nobody's whom we know, by memory alone. Nearly every click that
/// comes is of somebody new, and to learn so from the indexes of a million people is to read pages at random places of
/// them: that alone halved what a server takes. It never denies a person:
/// - what is stored at the first question is read beside the running server (PeopleReader);
/// - each row that this connection writes since is looked at, whatever the statement (SqliteSession::watch);
/// - once somebody else has committed (a command beside the server), all is read again;
/// and until that is done, everything may be known. Storage thread only; throws StorageFailure.
class KnownPeople final : private RowWatcher
{
public:
    static constexpr std::size_t MostUnseen = 100'000; ///< Rows that were written since the last question.

    /// Whoever commits beside us all the time makes nobody read all the time.
    static constexpr std::chrono::milliseconds Pause{10'000};
    static constexpr int PauseOfReading = 10; ///< So many times as long as it took.

    /// `pause`: at least, after a reading.
    explicit KnownPeople(Connection &connection, std::chrono::milliseconds pause = Pause);
    ~KnownPeople() override;
    Q_DISABLE_COPY_MOVE(KnownPeople)

    /// To be called in the transaction that asks, before its questions and after what it wrote.
    void refresh();
    /// False: no person has it. An empty value is nobody's.
    [[nodiscard]] bool mayHaveFbclid(QStringView fbclid) const { return mayHave(ClickKeyKind::Fbclid, fbclid); }
    [[nodiscard]] bool mayHaveVisitor(QStringView id) const { return mayHave(ClickKeyKind::Visitor, id); }
    /// What is stored has been read.
    [[nodiscard]] bool isComplete() const { return m_stored.has_value() && m_storedEpoch == m_epoch; }

private:
    struct Epoch
    {
        qint64 version = 0; // Of what others have committed.
        quint64 gaps = 0;   // In what was watched.

        bool operator==(const Epoch &) const = default;
    };

    void wrote(const char *table, qint64 rowId, bool isNew) noexcept override;
    void watch();
    void noteGap() noexcept;
    void absorb();
    void readStored();
    void takeRead();
    [[nodiscard]] bool mayHave(ClickKeyKind kind, QStringView value) const;

    Connection &m_connection;
    SqliteSession &m_session;
    const std::chrono::milliseconds m_pause;
    Statement m_dataVersion;
    Statement m_ofClick;
    Statement m_ofUser;
    bool m_isWatching = false;
    quint64 m_watchedSince =
        0; // The transaction in which it began: what that one wrote before is not seen before it ends.
    std::vector<qint64> m_clicks; // Rows that were written and not looked at.
    std::vector<qint64> m_users;
    Epoch m_epoch;
    BloomFilter m_written;
    std::optional<BloomFilter> m_stored;
    Epoch m_storedEpoch;
    Epoch m_readEpoch;
    std::chrono::steady_clock::time_point m_readNotBefore;
    std::unique_ptr<PeopleReader> m_reader;
};

} // namespace rastro::storage
