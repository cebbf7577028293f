// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/watchcommand.h"

#include "server/commands/shopnames.h"
#include "server/runtime/quitonsignal.h"
#include "server/runtime/store.h"
#include "server/runtime/systemclock.h"
#include "server/terminal/style.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>
#include <QtCore/QJsonDocument>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::server {

namespace {

constexpr auto pause = 500ms;
constexpr auto shortPause = 20ms;

Style::Colour colourOf(const core::Happening &happening)
{
    if (happening.step.endsWith(u".dead") || happening.step.endsWith(u".stopped") ||
        happening.step.endsWith(u".failed"))
        return Style::Red;
    switch (happening.kind) {
    case core::Happening::Click:
        return Style::Blue;
    case core::Happening::Start:
        return Style::Yellow;
    case core::Happening::Sale:
        return Style::Green;
    case core::Happening::Event:
        break;
    }
    return Style::Magenta;
}

// What it is about, in a word: the sale, else the person, else the click.
QString subjectOf(const core::Happening &happening)
{
    if (happening.paymentId != 0)
        return u"payment %1"_s.arg(happening.paymentId);
    if (happening.telegramUserId != 0)
        return u"user %1"_s.arg(happening.telegramUserId);
    return happening.token;
}

/// Looks, prints, and looks again after a pause.
class Watch
{
public:
    Watch(storage::Reader &reader, core::Follower follower, const core::Shop &shop, bool json)
        : m_reader(reader)
        , m_follower(std::move(follower))
        , m_json(json)
        , m_style(json ? Style(false) : Style::ofStandardOutput())
    {
        for (const core::Bot &bot : shop.bots)
            m_bots.insert(bot.id, bot.key);
    }

    Result<void> begin()
    {
        const auto begun = m_reader.read([this](core::UnitOfWork &uow) {
            m_follower.begin(uow, m_clock.now());
            return true;
        });
        if (!begun)
            return tl::unexpected<Error>(begun.error());
        std::fprintf(stderr, "rastro: following what happens. Ctrl-C ends it.\n");
        look();
        return {};
    }

    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }

private:
    void look()
    {
        const auto followed =
            m_reader.read([this](core::UnitOfWork &uow) { return m_follower.look(uow, m_clock.now()); });
        if (!followed && followed.error().kind != ErrorClass::Retry) {
            m_error = followed.error();
            QCoreApplication::exit(Failed);
            return;
        }
        if (followed)
            show(*followed);
        m_clock.after(followed && followed->hasMore ? shortPause : pause, &m_context, [this] { look(); });
    }

    void show(const core::Followed &followed)
    {
        for (const core::Happening &happening : followed.happenings)
            m_json ? printJson(happening) : printLine(happening);
        if (followed.isCut)
            std::fprintf(stderr, "rastro: more clicks come than can be shown: some were left out.\n");
        std::fflush(stdout);
    }

    static void printJson(const core::Happening &happening)
    {
        print(QString::fromUtf8(QJsonDocument(happening.toJson()).toJson(QJsonDocument::Compact)));
    }

    void printLine(const core::Happening &happening) const
    {
        const auto at = QDateTime::fromMSecsSinceEpoch(happening.at / 1000).toString(u"HH:mm:ss.zzz"_s);
        print(u"%1 %2 %3 %4  %5"_s.arg(
            m_style.paint(at, Style::Grey), m_style.paint(happening.step.leftJustified(20), colourOf(happening)),
            m_bots.value(happening.botId).leftJustified(10), subjectOf(happening), plain(happening.text)));
    }

    storage::Reader &m_reader;
    core::Follower m_follower;
    const bool m_json;
    const Style m_style;
    QHash<qint64, QString> m_bots;
    SystemClock m_clock;
    QObject m_context; // Timers end with it.
    std::optional<Error> m_error;
};

} // namespace

void WatchCommand::addTo(CLI::App &app)
{
    auto *command = create(app, "watch", "Follow clicks, starts, sales and events live");
    command->add_flag("--clicks", m_clicks, "Show clicks (without any of these four: everything)");
    command->add_flag("--starts", m_starts, "Show starts, and which click each was bound to");
    command->add_flag("--sales", m_sales, "Show payments and deliveries");
    command->add_flag("--events", m_events, "Show what pixels answer");
    command->add_option("--bot", m_bot, "Only this bot")->type_name("KEY");
    command->add_option("--pool", m_pool, "Only what came through this pool")->type_name("SLUG");
    command->add_flag("--json", m_json, "Print one JSON object a line (described in docs/explanations.md)");
    command->footer("Examples:\n"
                    "  rastro watch\n"
                    "  rastro watch --sales --events --bot shop\n"
                    "  rastro watch --clicks --pool summer --json\n"
                    "It only reads, and the server does not wait for it. Ctrl-C ends it. Times are this machine's.");
}

Result<core::FollowFilter> WatchCommand::filter(const core::Shop &shop) const
{
    core::FollowFilter filter;
    const std::pair<bool, core::Happening::Kind> wishes[] = {{m_clicks, core::Happening::Click},
                                                             {m_starts, core::Happening::Start},
                                                             {m_sales, core::Happening::Sale},
                                                             {m_events, core::Happening::Event}};
    for (const auto &[wished, kind] : wishes) {
        if (wished)
            filter.kinds.insert(kind);
    }
    const auto bot = botNamed(shop, QString::fromStdString(m_bot));
    if (!bot)
        return tl::unexpected<Error>(bot.error());
    const auto pool = poolNamed(shop, QString::fromStdString(m_pool));
    if (!pool)
        return tl::unexpected<Error>(pool.error());
    filter.botId = *bot;
    filter.poolId = *pool;
    return filter;
}

int WatchCommand::run()
{
    const auto options = m_options.judge();
    if (!options)
        return fail(options.error());
    const auto reader = openReader(*options);
    if (!reader)
        return fail(reader.error());
    qint64 workspace = 0;
    const auto shop = (*reader)->read([&](core::UnitOfWork &uow) {
        workspace = uow.shop().workspace(u"default"_s);
        return uow.shop().load();
    });
    if (!shop)
        return fail(shop.error());
    auto wanted = filter(*shop);
    if (!wanted)
        return fail(wanted.error());
    const QuitOnSignal quit;
    Watch watch(**reader, core::Follower(workspace, std::move(*wanted)), *shop, m_json);
    if (const auto begun = watch.begin(); !begun)
        return fail(begun.error());
    const int status = QCoreApplication::exec();
    return watch.error() ? fail(*watch.error()) : status;
}

} // namespace rastro::server
