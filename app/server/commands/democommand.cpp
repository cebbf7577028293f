// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/democommand.h"

#include "server/demo/autodemo.h"
#include "server/demo/demoroutes.h"
#include "server/runtime/quitonsignal.h"

#include <QtCore/QCoreApplication>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

// The usual trouble: another server (a demo, say) has the port already.
Error withRemedy(Error error)
{
    if (error.code == u"http.listen")
        error.message += u" For example: rastro demo --listen 127.0.0.1:8081"_s;
    return error;
}

} // namespace

void DemoCommand::addTo(CLI::App &app)
{
    auto *command = createBare(app, "demo", "Show the whole funnel on a built-in sandbox");
    command->add_option("--listen", m_listen, "127.0.0.1:PORT to serve on [127.0.0.1:8080; with --auto a free port]");
    command->add_flag("--auto", m_auto, "Make one attributed and one organic sale, print their trails, and end");
}

int DemoCommand::run()
{
    DemoInstallation demo(m_auto ? u"127.0.0.1:0"_s : QString::fromStdString(m_listen));
    const QuitOnSignal quit;
    auto page = DemoPage::load();
    if (!page)
        return fail(page.error());
    DemoRoutes routes(demo, std::move(*page));
    const auto started = demo.start([&](web::Router &router) { routes.addTo(router); });
    if (!started)
        return fail(withRemedy(started.error()));
    return m_auto ? runByItself(demo) : show(demo);
}

int DemoCommand::show(DemoInstallation &demo)
{
    print(u"Open %1/demo in a browser. Ctrl-C ends it; nothing is kept."_s.arg(
        demo.runtime().options().localUrl.toString()));
    std::fflush(stdout); // also into a pipe: whoever started it waits for the address
    return QCoreApplication::exec();
}

int DemoCommand::runByItself(DemoInstallation &demo)
{
    AutoDemo sales(demo);
    QObject::connect(&sales, &AutoDemo::finished, &sales,
                     [](bool allPassed) { QCoreApplication::exit(allPassed ? Done : Failed); });
    sales.start();
    return QCoreApplication::exec();
}

} // namespace rastro::server
