// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/commands/command.h"

namespace rastro::server {

/// `rastro trace`: why a sale is or is not attributed.
class TraceCommand : public Command
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] int run() override;

private:
    std::string m_payment;
    std::string m_token;
    qint64 m_user = 0;
    bool m_json = false;
};

} // namespace rastro::server
