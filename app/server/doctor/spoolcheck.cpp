// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/doctor/spoolcheck.h"

#include "storage/spool/spoolfolder.h"

using namespace Qt::StringLiterals;

namespace rastro::server {

SpoolFacts readSpoolFacts(const QString &dataFolder, bool serves)
{
    const storage::SpoolFolder folder(dataFolder + u"/spool"_s);
    return {serves, folder.files().size(), folder.bytes(), folder.asideFiles().size()};
}

Finding checkSpool(const SpoolFacts &facts)
{
    const auto code = u"clicks.spool"_s;
    const auto subject = u"spool of clicks"_s;
    if (facts.bytes > 0)
        return {Finding::Warning, code, subject,
                u"Clicks that the database refused wait in %1 files (%2 kB)."_s.arg(facts.files)
                    .arg(facts.bytes / 1000 + 1),
                facts.serves
                    ? u"The server stores them as soon as the database takes work: bring it back, or make room."_s
                    : u"Start the server on this data folder: rastro serve. It stores them first."_s};
    if (facts.asideFiles > 0)
        return {Finding::Warning, code, subject,
                u"%1 files have clicks that the database will not take, or broken lines."_s.arg(facts.asideFiles),
                u"Look at spool/aside-*.jsonl in the data folder and at the log. Renamed to clicks-…, a file is tried "
                u"again, "
                "and nothing is doubled; else delete it."_s};
    return {Finding::Well, code, subject, u"No click waits for the database."_s, {}};
}

} // namespace rastro::server
