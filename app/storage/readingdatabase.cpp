// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/readingdatabase.h"

#include <utility>

namespace rastro::storage {

ReadingDatabase::ReadingDatabase(DatabaseOptions options)
    : m_options(std::move(options))
{
    m_thread.setObjectName(QStringLiteral("reading"));
    m_worker.moveToThread(&m_thread);
    // The connection ends where it lived.
    QObject::connect(
        &m_thread, &QThread::finished, &m_worker, [this] { m_reader.reset(); }, Qt::DirectConnection);
    m_thread.start();
}

ReadingDatabase::~ReadingDatabase()
{
    m_thread.quit();
    m_thread.wait();
}

void ReadingDatabase::submit(Work work, Done done)
{
    QMetaObject::invokeMethod(
        &m_worker, [this, work = std::move(work), done = std::move(done)] { done(run(work)); }, Qt::QueuedConnection);
}

Result<void> ReadingDatabase::run(const Work &work)
{
    if (!m_reader) {
        auto opened = Reader::open(m_options);
        if (!opened)
            return tl::unexpected<Error>(opened.error());
        m_reader = *std::move(opened);
    }
    auto done = m_reader->read([&work](core::UnitOfWork &uow) {
        work(uow);
        return true;
    });
    if (done)
        return {};
    m_reader.reset();
    return tl::unexpected<Error>(done.error());
}

} // namespace rastro::storage
