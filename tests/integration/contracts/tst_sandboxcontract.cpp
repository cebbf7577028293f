// SPDX-License-Identifier: GPL-3.0-or-later
#include <rastro/brcode.h>
#include <rastro/testing/gatewaycontract.h>

#include <QtCore/QJsonArray>
#include <QtCore/QMessageAuthenticationCode>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using rastro::testing::FakeBot;
namespace reply = rastro::testing::reply;

namespace {

const QByteArray webhookSecret = "webhook-secret-1";

QJsonObject readJson(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

/// The sandbox bank as its README describes it: creates are idempotent by reference.
class ScriptedBank
{
public:
    rastro::testing::HttpReply create(const QJsonObject &asked)
    {
        const auto reference = asked[u"reference"_s].toString();
        if (!m_charges.contains(reference))
            m_charges[reference] = charge(asked);
        return reply::json(201, m_charges[reference]);
    }
    rastro::testing::HttpReply byReference(const QString &reference) const
    {
        QJsonArray found;
        if (m_charges.contains(reference))
            found.append(m_charges[reference]);
        return reply::json(200, {{u"charges"_s, found}});
    }
    rastro::testing::HttpReply byId(const QString &id) const
    {
        for (const auto &charge : m_charges) {
            if (charge[u"id"_s].toString() == id)
                return reply::json(200, charge);
        }
        return reply::json(404, {{u"error"_s, QJsonObject{{u"code"_s, u"charge.unknown"_s}}}});
    }

private:
    QJsonObject charge(const QJsonObject &asked) const
    {
        rastro::BrCode code;
        code.url = u"bank.example/pix/%1"_s.arg(m_charges.size());
        code.merchantName = u"SHOP"_s;
        code.merchantCity = u"SAO PAULO"_s;
        code.amountMinor = asked[u"amount"_s][u"minor"_s].toInteger();
        return {{u"id"_s, u"charge-%1"_s.arg(m_charges.size() + 1)},
                {u"reference"_s, asked[u"reference"_s]},
                {u"status"_s, u"awaiting"_s},
                {u"amount"_s, asked[u"amount"_s]},
                {u"pix_code"_s, code.encode().value_or(QString())},
                {u"expires_at_ms"_s, qint64(1'767'324'845'000)}};
    }

    QMap<QString, QJsonObject> m_charges;
};

rastro::Notice signedNotice(const QByteArray &body, const QByteArray &secret)
{
    const QByteArray time = "1767323045";
    const auto digest = QMessageAuthenticationCode::hash(time + '.' + body, secret, QCryptographicHash::Sha256).toHex();
    rastro::Notice notice;
    notice.body = body;
    notice.headers = {{"content-type", "application/json"}, {"sandbox-signature", "t=" + time + ",v1=" + digest}};
    return notice;
}

} // namespace

class SandboxContract : public rastro::testing::GatewayContract
{
    Q_OBJECT

public:
    SandboxContract()
        : GatewayContract(QStringLiteral(RASTRO_PLUGIN_FILE))
    {
    }

protected:
    [[nodiscard]] QJsonObject settings() const override
    {
        return {{u"api_key"_s, u"api-key-of-the-test"_s}, {u"webhook_secret"_s, QString::fromLatin1(webhookSecret)}};
    }

    void answerNormally(FakeBot &bot) override
    {
        auto bank = std::make_shared<ScriptedBank>();
        bot.http().on("GET", u"/sandbox/charges/"_s, [bank](const rastro::HttpRequest &request) {
            return bank->byId(request.url.path().section(u'/', -1));
        });
        bot.http().on("GET", u"?reference="_s, [bank](const rastro::HttpRequest &request) {
            return bank->byReference(request.url.query().section(u'=', 1));
        });
        bot.http().on("POST", u"/sandbox/charges"_s,
                      [bank](const rastro::HttpRequest &request) { return bank->create(readJson(request.body)); });
        bot.http().on("POST", u"/refunds"_s, [](const rastro::HttpRequest &request) {
            auto refund = readJson(request.body);
            refund[u"status"_s] = u"settled"_s;
            return reply::json(201, refund);
        });
    }

    [[nodiscard]] QList<rastro::Notice> notices(const rastro::Charge &charge, const QString &reference) const override
    {
        const QJsonObject about{{u"id"_s, charge.gatewayId}, {u"reference"_s, reference}, {u"status"_s, u"paid"_s}};
        const QJsonObject body{{u"id"_s, u"notice-1"_s}, {u"event"_s, u"charge.paid"_s}, {u"charge"_s, about}};
        return {signedNotice(QJsonDocument(body).toJson(QJsonDocument::Compact), webhookSecret)};
    }

    [[nodiscard]] QList<rastro::Notice> forgedNotices() const override
    {
        auto forged = notices({u"charge-1"_s, {}, 0}, u"reference"_s);
        auto changed = forged.first();
        changed.body.replace("charge-1", "charge-2");
        forged = {changed, signedNotice(R"({"event":"charge.paid"})", "another secret")};
        forged.append(rastro::Notice{R"({"event":"charge.paid"})", {}, {}});
        return forged;
    }
};

QTEST_GUILESS_MAIN(SandboxContract)
#include "tst_sandboxcontract.moc"
