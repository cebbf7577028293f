// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/bank/noticesignature.h"
#include "sandbox/bank/sandboxbank.h"

#include <rastro/testing/fakeclock.h>

#include <QtCore/QJsonDocument>
#include <memory>

namespace rastro::test {

/// Keeps what the bank posts instead of posting it.
class NoticeTray : public sandbox::NoticePost
{
public:
    struct Posted
    {
        QUrl url;
        sandbox::BankHeaders headers;
        QByteArray body;

        [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
        [[nodiscard]] QByteArray signature() const
        {
            for (const auto &[name, value] : headers) {
                if (name == sandbox::signatureHeader)
                    return value;
            }
            return {};
        }
        /// Is it signed with the bank's secret?
        [[nodiscard]] bool isGenuine() const
        {
            const auto time = signature().mid(2, signature().indexOf(',') - 2).toLongLong();
            return signature() == sandbox::signNotice(sandbox::BankSettings().webhookSecret, time, body);
        }
    };

    void post(const QUrl &url, const sandbox::BankHeaders &headers, const QByteArray &body) override
    {
        posted.append({url, headers, body});
    }

    QList<Posted> posted;
};

/// A bank on a fake clock, spoken to as over HTTP. restart() is a kill: nothing but the ledger stays.
class BankUnderStudy
{
public:
    explicit BankUnderStudy(sandbox::BankLedger &ledger)
        : m_ledger(ledger)
    {
        restart();
    }

    void restart()
    {
        m_bank.reset();
        m_bank = std::make_unique<sandbox::SandboxBank>(sandbox::BankSettings(), clock, m_ledger, tray);
        opened = m_bank->open();
    }

    sandbox::BankAnswer call(const QByteArray &method, const QString &path, const QByteArray &body = {},
                             const QByteArray &query = {})
    {
        return m_bank->handle(method, path, query, {{"authorization", "Bearer sandbox-api-key"}}, body);
    }
    sandbox::BankAnswer post(const QString &path, const QJsonObject &body)
    {
        return call("POST", path, QJsonDocument(body).toJson());
    }

    static QJsonObject request(const QString &reference = QStringLiteral("ref1"), qint64 minor = 1997)
    {
        return {{QStringLiteral("reference"), reference},
                {QStringLiteral("amount"),
                 QJsonObject{{QStringLiteral("minor"), minor}, {QStringLiteral("currency"), QStringLiteral("BRL")}}},
                {QStringLiteral("notice_url"), QStringLiteral("http://127.0.0.1:8080/pay/sandbox/s3cret")}};
    }
    /// Makes a charge and returns it as the bank shows it.
    QJsonObject create(const QString &reference = QStringLiteral("ref1"), qint64 minor = 1997)
    {
        return json(post(QStringLiteral("/sandbox/charges"), request(reference, minor)));
    }
    QByteArray codeOf(const QJsonObject &charge) const
    {
        return charge[QStringLiteral("pix_code")].toString().toUtf8();
    }
    sandbox::BankAnswer pay(const QByteArray &code) { return call("POST", QStringLiteral("/sandbox/pay"), code); }
    sandbox::BankAnswer behave(const QJsonObject &json) { return post(QStringLiteral("/sandbox/behaviour"), json); }

    static QJsonObject json(const sandbox::BankAnswer &answer) { return QJsonDocument::fromJson(answer.body).object(); }
    static QString errorCode(const sandbox::BankAnswer &answer)
    {
        return json(answer)[QStringLiteral("error")][QStringLiteral("code")].toString();
    }

    sandbox::SandboxBank &bank() { return *m_bank; }

    testing::FakeClock clock;
    NoticeTray tray;
    Result<void> opened;

private:
    sandbox::BankLedger &m_ledger;
    std::unique_ptr<sandbox::SandboxBank> m_bank;
};

} // namespace rastro::test
