// SPDX-License-Identifier: GPL-3.0-or-later
#include <rastro/testing/pixelcontract.h>

#include <QtCore/QJsonArray>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class MetaContract : public rastro::testing::PixelContract
{
    Q_OBJECT

public:
    MetaContract()
        : PixelContract(QStringLiteral(RASTRO_PLUGIN_FILE))
    {
    }

protected:
    [[nodiscard]] QJsonObject settings() const override
    {
        return {{u"pixel_id"_s, u"1234567890"_s},
                {u"access_token"_s, u"EAAaccesstokenofthetest"_s},
                {u"app_secret"_s, u"appsecretofthetest"_s}};
    }

    void answerNormally(rastro::testing::FakeBot &bot) override
    {
        bot.http().on("POST", u"/events"_s, [](const rastro::HttpRequest &request) {
            const auto sent = QJsonDocument::fromJson(request.body)[u"data"].toArray().size();
            return rastro::testing::reply::json(
                200, {{u"events_received"_s, sent}, {u"messages"_s, QJsonArray()}, {u"fbtrace_id"_s, u"Atrace"_s}});
        });
    }
};

QTEST_GUILESS_MAIN(MetaContract)
#include "tst_metacontract.moc"
