// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/spool/fileclickspool.h"

#include "core/desk/crashpoint.h"

#include <QtCore/QDebug>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

QString tokenOf(const core::Arrival &arrival)
{
    return arrival.captured.click.token.toString();
}

Error refusal(bool isStopping)
{
    if (isStopping)
        return {
            u"spool.stopped"_s, u"Rastro is shutting down: nothing more is stored."_s, ErrorClass::Retry, {}, false};
    return {
        u"spool.overloaded"_s, u"The disk of the spool of clicks does not keep up."_s, ErrorClass::Retry, {}, false};
}

} // namespace

FileClickSpool::FileClickSpool(SpoolOptions options)
    : m_options(std::move(options))
    , m_folder(m_options.folder, m_options.limits)
{
}

FileClickSpool::~FileClickSpool()
{
    stop();
}

void FileClickSpool::start()
{
    m_folder.keepSpare();
    readIndex();
    measure();
    m_isEmpty = m_counters.bytes == 0;
    if (!m_isEmpty)
        qInfo().noquote() << u"%1 clicks wait in the spool for the database."_s.arg(m_tokens.size());
    m_thread = std::thread([this] { serve(); });
}

void FileClickSpool::readIndex()
{
    const auto files = m_folder.files();
    for (const auto &file : files) {
        for (qint64 from = 0; from >= 0;) {
            const auto content = m_folder.read(file, from);
            from = content ? content->next : -1;
            if (!content)
                continue; // Said when it is to be replayed.
            for (const auto &arrival : content->arrivals)
                m_tokens.insert(tokenOf(arrival));
        }
    }
}

// On the disk, so without the lock.
void FileClickSpool::measure()
{
    const auto bytes = m_folder.bytes();
    const auto asideFiles = m_folder.asideFiles().size();
    const std::lock_guard lock(m_mutex);
    m_counters.bytes = bytes;
    m_counters.asideFiles = asideFiles;
}

void FileClickSpool::append(QList<core::Arrival> arrivals, Done done)
{
    std::optional<Error> refused;
    {
        const std::lock_guard lock(m_mutex);
        if (m_isStopping || m_unwritten >= UnwrittenLimit) {
            refused = refusal(m_isStopping);
            m_counters.lost += static_cast<quint64>(arrivals.size());
        } else {
            for (const auto &arrival : arrivals)
                m_tokens.insert(tokenOf(arrival));
            m_unwritten += arrivals.size();
            m_jobs.push_back({std::move(arrivals), std::move(done)});
            m_wakeUp.notify_one();
        }
    }
    if (refused)
        done(tl::unexpected<Error>(*refused));
}

void FileClickSpool::replayTo(Replay replay)
{
    const std::lock_guard lock(m_mutex);
    m_replay = std::move(replay);
    m_wakeUp.notify_one();
}

bool FileClickSpool::holds(const QString &token) const
{
    const std::lock_guard lock(m_mutex);
    return m_tokens.contains(token);
}

core::SpoolCounters FileClickSpool::counters() const
{
    const std::lock_guard lock(m_mutex);
    auto counters = m_counters;
    counters.waiting = static_cast<quint64>(m_tokens.size());
    return counters;
}

void FileClickSpool::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_wakeUp.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

bool FileClickSpool::mayReplay() const
{
    return m_replay && !m_piece && m_counters.bytes > 0;
}

void FileClickSpool::serve()
{
    Lock lock(m_mutex);
    for (;;) {
        const auto isAwaited = [this] { return m_isStopping || !m_jobs.empty() || m_outcome; };
        if (mayReplay())
            m_wakeUp.wait_until(lock, m_notBefore, isAwaited);
        else
            m_wakeUp.wait(lock, [&] { return isAwaited() || mayReplay(); });
        if (!m_jobs.empty())
            write(lock);
        else if (m_outcome)
            finishReplay(lock);
        else if (m_isStopping)
            return;
        else if (mayReplay() && std::chrono::steady_clock::now() >= m_notBefore)
            replayNext(lock);
    }
}

// The database has just failed: a moment of rest.
void FileClickSpool::rest()
{
    m_notBefore = std::chrono::steady_clock::now() + m_options.pause;
}

// What waits, but not more than should be in memory twice.
std::vector<FileClickSpool::Job> FileClickSpool::takeJobs()
{
    std::size_t count = 0;
    for (qsizetype clicks = 0; count < m_jobs.size() && clicks < m_options.limits.clicksAtOnce; ++count)
        clicks += m_jobs[count].arrivals.size();
    const auto end = m_jobs.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<Job> jobs(std::make_move_iterator(m_jobs.begin()), std::make_move_iterator(end));
    m_jobs.erase(m_jobs.begin(), end);
    return jobs;
}

void FileClickSpool::write(Lock &lock)
{
    const auto jobs = takeJobs();
    lock.unlock();
    QList<core::Arrival> arrivals;
    for (const auto &job : jobs)
        arrivals += job.arrivals;
    const auto stored = m_folder.append(arrivals);
    measure();
    lock.lock();
    const bool isFirst = stored && std::exchange(m_isEmpty, false);
    m_unwritten -= arrivals.size();
    (stored ? m_counters.spooled : m_counters.lost) += static_cast<quint64>(arrivals.size());
    if (!stored) {
        for (const auto &arrival : std::as_const(arrivals))
            m_tokens.remove(tokenOf(arrival));
    }
    rest();
    lock.unlock();
    if (isFirst)
        qWarning().noquote() << u"The database does not take clicks: they wait for it in %1."_s.arg(m_options.folder);
    if (!stored)
        qWarning().noquote() << stored.error().message;
    for (const auto &job : jobs)
        job.done(stored);
    lock.lock();
}

void FileClickSpool::replayNext(Lock &lock)
{
    lock.unlock();
    if (m_file.isEmpty())
        m_file = m_folder.files().value(0);
    auto content = m_file.isEmpty() ? SpoolFolder::Content{} : m_folder.read(m_file, m_from);
    lock.lock();
    if (!content) {
        cannotRead(lock, content.error());
        return;
    }
    if (m_file.isEmpty()) // Somebody took them away.
        m_tokens.clear();
    m_piece = Piece{{}, content->damaged, content->next};
    for (const auto &arrival : std::as_const(content->arrivals))
        m_piece->tokens.append(tokenOf(arrival));
    if (content->arrivals.isEmpty()) {
        m_outcome = Outcome{.isStored = true};
        return;
    }
    const auto replay = m_replay;
    lock.unlock();
    replay(std::move(content->arrivals), [this](Outcome outcome) {
        const std::lock_guard guard(m_mutex);
        m_outcome = outcome;
        if (outcome.isStored)
            forget(m_piece->tokens);
        m_wakeUp.notify_one();
    });
    lock.lock();
}

void FileClickSpool::forget(const QStringList &tokens)
{
    for (const auto &token : tokens)
        m_tokens.remove(token);
}

// A file that is somebody else's holds nobody up; anything else may pass.
void FileClickSpool::cannotRead(Lock &lock, const Error &why)
{
    qWarning().noquote() << why.message;
    m_isFlawed = true;
    if (why.code == "spool.forbidden"_L1)
        endFile(lock);
    m_file.clear();
    m_from = 0;
    m_isFlawed = false;
    rest();
}

void FileClickSpool::finishReplay(Lock &lock)
{
    const auto outcome = *std::exchange(m_outcome, std::nullopt);
    const auto piece = *std::exchange(m_piece, std::nullopt);
    if (!outcome.isStored) {
        rest();
        return;
    }
    m_counters.replayed += static_cast<quint64>(piece.tokens.size()) - outcome.refused;
    m_counters.refused += outcome.refused;
    m_counters.damaged += piece.damaged;
    m_isFlawed = m_isFlawed || outcome.refused > 0 || piece.damaged > 0;
    m_from = piece.next;
    if (m_from < 0)
        endFile(lock);
}

void FileClickSpool::endFile(Lock &lock)
{
    lock.unlock();
    if (!m_file.isEmpty() && m_isFlawed) {
        m_folder.setAside(m_file);
        qWarning().noquote()
            << u"Not all of %1/%2 went into the database: it was renamed to aside-…, to be looked at."_s.arg(
                   m_options.folder, m_file);
    } else if (!m_file.isEmpty()) {
        m_folder.remove(m_file);
    }
    m_file.clear();
    m_from = 0;
    m_isFlawed = false;
    core::crashPoint("spool.removed");
    m_folder.keepSpare();
    measure();
    lock.lock();
    if (m_counters.bytes == 0 && !std::exchange(m_isEmpty, true))
        qInfo("The spool of clicks is empty again.");
}

} // namespace rastro::storage
