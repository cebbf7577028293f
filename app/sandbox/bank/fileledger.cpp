// SPDX-License-Identifier: GPL-3.0-or-later
#include "fileledger.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QHash>
#include <QtCore/QJsonDocument>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

namespace {

std::optional<BankCharge> chargeOf(const QByteArray &line)
{
    return BankCharge::fromRecord(QJsonDocument::fromJson(line).object());
}

// Versions of one charge follow each other in the file: the last one counts, at the place of the first.
class NewestVersions
{
public:
    void add(const BankCharge &charge)
    {
        const auto known = m_places.constFind(charge.id);
        if (known != m_places.constEnd()) {
            m_charges[*known] = charge;
            return;
        }
        m_places.insert(charge.id, m_charges.size());
        m_charges.append(charge);
    }
    [[nodiscard]] const QList<BankCharge> &charges() const { return m_charges; }

private:
    QList<BankCharge> m_charges;
    QHash<QString, qsizetype> m_places;
};

} // namespace

FileLedger::FileLedger(const QString &path)
    : m_file(path)
{
}

Result<void> FileLedger::open()
{
    if (m_file.isOpen())
        return {};
    const auto folder = QFileInfo(m_file.fileName()).absolutePath();
    if (!QDir().mkpath(folder) || !m_file.open(QIODevice::ReadWrite | QIODevice::Unbuffered))
        return failure(u"ledger.open"_s,
                       u"The sandbox bank cannot open its ledger %1: %2. Check the folder's owner."_s.arg(
                           m_file.fileName(), m_file.errorString()));
    return {};
}

Result<QList<BankCharge>> FileLedger::load()
{
    if (const auto opened = open(); !opened)
        return tl::unexpected(opened.error());
    m_file.seek(0);
    const auto content = m_file.readAll();
    NewestVersions versions;
    qsizetype begin = 0;
    for (int number = 1; begin < content.size(); ++number) {
        const auto end = content.indexOf('\n', begin);
        const auto charge = end < 0 ? std::nullopt : chargeOf(content.mid(begin, end - begin));
        const bool last = end < 0 || end == content.size() - 1;
        if (!charge && !last)
            return failure(u"ledger.corrupt"_s,
                           u"Line %1 of the sandbox bank's ledger %2 is not a charge. Move the file "
                           "away to begin with an empty bank."_s.arg(number)
                               .arg(m_file.fileName()));
        if (!charge)
            break;
        versions.add(*charge);
        begin = end + 1;
    }
    if (!m_file.resize(begin) || !m_file.seek(begin))
        return failure(u"ledger.open"_s, u"The torn last line of %1 cannot be cut off: %2."_s.arg(
                                             m_file.fileName(), m_file.errorString()));
    return versions.charges();
}

Result<void> FileLedger::save(const BankCharge &charge)
{
    const auto line = QJsonDocument(charge.toRecord()).toJson(QJsonDocument::Compact) + '\n';
    const auto begin = m_file.pos();
    if (m_file.write(line) == line.size() && ::fsync(m_file.handle()) == 0)
        return {};
    const auto error =
        failure(u"ledger.write"_s,
                u"The sandbox bank cannot write its ledger %1: %2."_s.arg(m_file.fileName(), m_file.errorString()));
    m_file.resize(begin); // Half a line would be glued to the next one.
    m_file.seek(begin);
    return error;
}

} // namespace rastro::sandbox
