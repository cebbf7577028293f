// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/servecommand.h"

#include "server/runtime/filelimit.h"
#include "server/runtime/quitonsignal.h"
#include "server/runtime/runtime.h"
#include "server/runtime/sandboxbankroutes.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace rastro::server {

void ServeCommand::addTo(CLI::App &app)
{
    create(app, "serve", "Run the server", CommonOptions::Of::Server);
}

int ServeCommand::run()
{
    auto options = m_options.judge();
    if (!options)
        return fail(options.error());
    raiseFileLimit();
    Runtime runtime(*options);
    SandboxBankRoutes bank;
    const QuitOnSignal quit;
    const auto started = runtime.start([&](web::Router &router) { bank.addTo(router, runtime); });
    if (!started)
        return fail(started.error());
    m_options.noteServing(runtime.options());
    QObject::connect(&runtime, &Runtime::shopApplied, &runtime, [&runtime, first = true]() mutable {
        if (std::exchange(first, false))
            qInfo().noquote() << u"serving %1 (public: %2), data in %3"_s.arg(runtime.options().localUrl.toString(),
                                                                              runtime.options().publicUrl.toString(),
                                                                              runtime.options().dataFolder);
    });
    const int status = QCoreApplication::exec();
    runtime.stop();
    return status;
}

} // namespace rastro::server
