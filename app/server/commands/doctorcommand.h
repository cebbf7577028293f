// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/commands/command.h"
#include "server/doctor/finding.h"

namespace rastro::server {

/// `rastro doctor`: checks of every part, each with its remedy. Exit status 1 if something is in trouble.
class DoctorCommand : public Command
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] int run() override;

private:
    [[nodiscard]] QList<Finding> examine(const ServerOptions &options) const;
    [[nodiscard]] int report(const QList<Finding> &findings) const;

    bool m_json = false;
    bool m_offline = false;
    bool m_deep = false;
};

} // namespace rastro::server
