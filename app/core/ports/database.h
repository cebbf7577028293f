// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/desk/owedanswer.h"
#include "core/ports/unitofwork.h"
#include "rastro/result.h"

#include <functional>
#include <memory>

namespace rastro::core {

/// The way to the truth. Work is a function that runs inside one transaction on a storage thread; many arrivals share
/// one durable commit. Thread-safe.
class Database
{
public:
    using Work = std::function<void(UnitOfWork &)>;
    using Done = std::function<void(const Result<void> &)>;

    virtual ~Database() = default;

    /// Runs `work` in a transaction and calls `done` on the storage thread once the commit is durable, or with an error
    /// when nothing of it was stored. `work` may run more than once (a retried transaction), so it touches nothing but
    /// its UnitOfWork and its own captured values; it reports failure by throwing StorageFailure.
    virtual void submit(Work work, Done done) = 0;

    /// The same with a value, delivered on the thread of `context` while `context` lives. Call it on that thread, where
    /// `then` is also let go of.
    template <class R>
    void transact(QObject *context, std::function<R(UnitOfWork &)> work, std::function<void(const Result<R> &)> then)
    {
        auto value = std::make_shared<std::optional<R>>();
        auto deliver = [value, owed = OwedAnswer(context), then = std::move(then)](const Result<void> &done) mutable {
            owed.give([value = std::move(value), done, then = std::move(then)] {
                if (done && value->has_value())
                    then(std::move(**value));
                else
                    then(tl::unexpected<Error>(done ? Error{} : done.error()));
            });
        };
        submit([value, work = std::move(work)](UnitOfWork &uow) { value->emplace(work(uow)); }, std::move(deliver));
    }

    /// Without a value.
    void execute(QObject *context, Work work, std::function<void(const Result<void> &)> then)
    {
        transact<bool>(
            context,
            [work = std::move(work)](UnitOfWork &uow) {
                work(uow);
                return true;
            },
            [then = std::move(then)](const Result<bool> &done) {
                if (done)
                    then({});
                else
                    then(tl::unexpected<Error>(done.error()));
            });
    }
};

} // namespace rastro::core
