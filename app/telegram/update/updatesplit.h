// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <optional>

namespace rastro::telegram {

/// One update as it came, with the id that makes it unique on its bot (Bot API, Update).
struct RawUpdate
{
    qint64 updateId = 0;
    QByteArray raw;

    friend bool operator==(const RawUpdate &, const RawUpdate &) = default;
};

/// Cuts the body of a getUpdates answer into its updates, byte for byte. Nothing if the body is not an `ok` answer.
/// Pure and tolerant: of a body that is cut off it gives the whole updates before the cut, an update it cannot
/// understand is still given if its id can be found, and one without an id is skipped. If the answer came whole and its
/// first update breaks off in itself, that one is given with all that follows it: otherwise it would come again for
/// ever.
[[nodiscard]] std::optional<QList<RawUpdate>> splitUpdates(const QByteArray &body);

/// The id of one raw update, even if the JSON around it is broken; nothing if there is none.
[[nodiscard]] std::optional<qint64> updateIdOf(const QByteArray &raw);

} // namespace rastro::telegram
