// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlite/clicknumber.h"

#include <sqlite3.h>

namespace rastro::storage {

namespace {

constexpr qsizetype tokenSize = 32;
constexpr qsizetype versionAt = 12; // Before it the milliseconds, behind it three digits of the counter.
constexpr qsizetype counterEnd = 16;

std::optional<quint64> digit(char16_t c)
{
    if (c >= u'0' && c <= u'9')
        return c - u'0';
    if (c >= u'a' && c <= u'f')
        return c - u'a' + 10U;
    return std::nullopt;
}

template <class Text>
std::optional<qint64> numberIn(Text token)
{
    if (token.size() != tokenSize || token[versionAt] != QLatin1Char('7'))
        return std::nullopt;
    quint64 number = 0;
    for (qsizetype at = 0; at < counterEnd; ++at) {
        if (at == versionAt)
            continue;
        const auto value = digit(QChar(token[at]).unicode());
        if (!value)
            return std::nullopt;
        number = number << 4 | *value;
    }
    return static_cast<qint64>(number); // 60 bits.
}

void answer(sqlite3_context *context, int, sqlite3_value **values)
{
    const auto *text = sqlite3_value_text(values[0]); // First: it may convert the value.
    const auto size = sqlite3_value_bytes(values[0]);
    const auto number = clickNumber(QLatin1StringView(reinterpret_cast<const char *>(text), size));
    if (number)
        sqlite3_result_int64(context, *number);
    else
        sqlite3_result_null(context);
}

} // namespace

std::optional<qint64> clickNumber(QStringView token)
{
    return numberIn(token);
}

std::optional<qint64> clickNumber(QLatin1StringView token)
{
    return numberIn(token);
}

int addClickNumber(sqlite3 *connection)
{
    return sqlite3_create_function(connection, "click_number", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, &answer,
                                   nullptr, nullptr);
}

} // namespace rastro::storage
