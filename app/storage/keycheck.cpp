// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/keycheck.h"

#include "core/ports/unitofwork.h"
#include "storage/connection.h"
#include "storage/statement.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

const auto sampleName = u"secrets.sample"_s;
const SealedPlace samplePlace{"settings"_L1, "value"_L1, sampleName};

std::optional<QByteArray> storedSample(Connection &connection)
{
    Statement get(connection, "setting.get"_L1);
    return get.bind("name"_L1, sampleName).one([](const Row &row) {
        return QByteArray::fromHex(row.text("value"_L1).toLatin1());
    });
}

void storeSample(Connection &connection)
{
    Statement set(connection, "setting.set"_L1);
    const auto sample = connection.secrets().seal(samplePlace, "Rastro"_ba);
    set.bind("name"_L1, sampleName).bind("value"_L1, QString::fromLatin1(sample.toHex())).run();
}

} // namespace

void checkKey(Connection &connection)
{
    const auto sample = storedSample(connection);
    if (!sample)
        return storeSample(connection);
    if (const auto opened = connection.secrets().open(samplePlace, *sample); !opened)
        throw core::StorageFailure(
            {u"storage.wrong_key"_s,
             u"The key does not fit this database. %1 Put the file rastro.key back that belongs to "
             "it, beside the database or where RASTRO_KEY names it."_s.arg(opened.error().message)});
}

} // namespace rastro::storage
