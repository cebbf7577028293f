// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlite/peoplereader.h"

#include "core/ports/unitofwork.h"
#include "storage/sqlite/clickkey.h"
#include "storage/statement.h"

#include <QtCore/QLoggingCategory>

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(peopleLog, "rastro.storage.people", QtInfoMsg)

namespace rastro::storage {

namespace {

constexpr qsizetype piece = 2000;
constexpr auto cache = "PRAGMA cache_size=-2048"_L1; // In KiB: each page is read once.

struct Value
{
    qint64 owner = 0;
    QString text;
};

// All values of one kind, each piece in a transaction of its own: a long one would hold the log's end up.
void read(Connection &connection, QLatin1StringView name, ClickKeyKind kind, BloomFilter &known,
          const std::atomic<bool> &isEnding)
{
    Statement statement(connection, name);
    Value last;
    for (bool isMore = true; isMore && !isEnding;) {
        statement.bind("owner"_L1, last.owner).bind("value"_L1, last.text).bind("limit"_L1, qint64(piece));
        const auto values = statement.all([](const Row &row) {
            return Value{row.integer("owner"_L1), row.text("value"_L1)};
        });
        for (const auto &value : values)
            known.add(clickKey(kind, 0, value.text));
        isMore = values.size() == piece;
        if (isMore)
            last = values.last();
    }
}

std::optional<PeopleReader::Outcome> readAll(const ConnectionOptions &options, const std::atomic<bool> &isEnding)
{
    try {
        const auto begun = std::chrono::steady_clock::now();
        Connection connection(options);
        connection.execute(cache);
        BloomFilter known;
        read(connection, "known.fbclidsOfClicks"_L1, ClickKeyKind::Fbclid, known, isEnding);
        read(connection, "known.fbclidsOfUsers"_L1, ClickKeyKind::Fbclid, known, isEnding);
        read(connection, "known.visitorsOfClicks"_L1, ClickKeyKind::Visitor, known, isEnding);
        return PeopleReader::Outcome{std::move(known), std::chrono::steady_clock::now() - begun};
    } catch (const core::StorageFailure &failure) {
        qCInfo(peopleLog, "Known people could not be read; each click asks the database for them: %s",
               qUtf8Printable(failure.error().message));
        return std::nullopt;
    }
}

} // namespace

PeopleReader::PeopleReader(const ConnectionOptions &options)
    : m_result(std::async(std::launch::async, [this, options] { return readAll(options, m_isEnding); }))
{
}

PeopleReader::~PeopleReader()
{
    m_isEnding = true;
}

bool PeopleReader::isDone() const
{
    return m_result.valid() && m_result.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

} // namespace rastro::storage
