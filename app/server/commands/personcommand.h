// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/person/erasure.h"
#include "server/commands/command.h"
#include "storage/sqldatabase.h"

namespace rastro::server {

/// `rastro person export|erase`: what is stored about one person, as JSON, and its erasure. Beside a running server,
/// too.
class PersonCommand : public Command
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] int run() override;

private:
    [[nodiscard]] Result<core::PersonScope> scope(storage::SqlDatabase &store) const;
    [[nodiscard]] int show(storage::SqlDatabase &store, const core::PersonScope &scope) const;
    [[nodiscard]] int erase(const ServerOptions &options, storage::SqlDatabase &store,
                            const core::PersonScope &scope) const;
    [[nodiscard]] bool isConfirmed() const;

    CLI::App *m_export = nullptr;
    CLI::App *m_erase = nullptr;
    qint64 m_person = 0;
    std::string m_bot;
    bool m_json = false;
    bool m_yes = false;
};

} // namespace rastro::server
