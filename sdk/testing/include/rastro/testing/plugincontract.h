// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/testing/fakebot.h"
#include "rastro/testing/loadedplugin.h"
#include "rastro/testing/samples.h"
#include "rastro/testing/watched.h"

#include <memory>

namespace rastro::testing {

/// What the contract suites share. A plugin's test derives from the suite of its kind, says what only it can know, and
/// runs as any QTest class: the suite's tests are inherited private slots, and its own may stand beside them.
class PluginContract : public QObject
{
    Q_OBJECT

public:
    /// The library under test: QStringLiteral(RASTRO_PLUGIN_FILE).
    explicit PluginContract(const QString &file, QObject *parent = nullptr)
        : QObject(parent)
        , m_plugin(file)
    {
    }

protected:
    /// Settings that are enough to run; defaults are filled in. Choose secrets that appear nowhere else, of 8
    /// characters or more.
    [[nodiscard]] virtual QJsonObject settings() const { return {}; }
    /// Scripts FakeHttp as the other side behaves on a good day. Nothing to do for a plugin that asks nobody.
    virtual void answerNormally(FakeBot &bot) { Q_UNUSED(bot); }

    [[nodiscard]] const LoadedPlugin &plugin() const { return m_plugin; }
    [[nodiscard]] std::unique_ptr<FakeBot> makeBot() const
    {
        return std::make_unique<FakeBot>(plugin().settings(settings()));
    }
    /// Everything in `bot` and `texts` that holds a secret of the settings: log lines and URLs of requests. Empty:
    /// none.
    [[nodiscard]] QString leaks(FakeBot &bot, const QStringList &texts = {}) const;
    /// Lets what is under way come to its end: turns of the event loop, and `span` of the FakeClock in steps.
    static void settle(FakeBot &bot, std::chrono::milliseconds span = std::chrono::seconds(60));

    /// Rows "500", "garbage", "silence", … with a column `trouble` for makeTrouble().
    static void addTroubles();
    /// What the other side answers in such a row.
    [[nodiscard]] static HttpReply replyOf(const QString &trouble);
    /// The other side behaves as this row says, for every request.
    static void makeTrouble(FakeBot &bot, const QString &trouble);
    /// Aborts a call that has just begun. Empty, or what the plugin did then that it must not.
    [[nodiscard]] static QString faultAfterAbort(FakeBot &bot, OperationBase &operation);

private Q_SLOTS:
    void initTestCase();
    void itsMetadataIsComplete();

private:
    LoadedPlugin m_plugin;
};

} // namespace rastro::testing
