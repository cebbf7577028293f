// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/desk/uptime.h"
#include "http/client/addresspolicy.h"
#include "rastro/httpclient.h"

#include <QtCore/QHash>
#include <QtCore/QTimer>
#include <memory>
#include <unordered_map>

class QSocketNotifier;

namespace rastro::http {

class CurlExchange;

/// HttpClient on libcurl's multi interface, driven by the event loop of the thread that made it (one engine a thread,
/// no threads of its own besides the resolver's). Hundreds of exchanges at once; connections are kept and reused.
///
/// Beyond the contract of rastro/httpclient.h: addresses are judged by `addresses()` when a socket is opened; TLS is
/// always verified; proxies of the environment are ignored; a request that may have been read is never sent twice, and
/// none is sent after its own timeout, however long the process was paused or the machine slept.
/// Error messages show a URL's origin only, for paths hold secrets. Nothing is logged here.
class CurlHttpClient : public QObject, public HttpClient
{
    Q_OBJECT
public:
    /// `uptime`: by which requests become too late.
    explicit CurlHttpClient(AddressPolicy addresses = {}, QObject *parent = nullptr,
                            core::Uptime uptime = core::uptime);
    /// Gives up what is under way; no callback is called any more.
    ~CurlHttpClient() override;

    void send(const HttpRequest &request, QObject *context,
              std::function<void(const Result<HttpAnswer> &)> then) override;

    /// The policy, to allow an origin that an operator has set. Holds for requests sent from then on.
    [[nodiscard]] AddressPolicy &addresses() { return m_addresses; }

    /// How many exchanges are under way.
    [[nodiscard]] qsizetype pending() const { return m_calls.size(); }

private:
    struct Call;
    struct Watch
    {
        QSocketNotifier *read = nullptr;
        QSocketNotifier *write = nullptr;
    };

    static int onSocket(void *easy, int fd, int what, void *self, void *socketData);
    static int onTimer(void *multi, long timeoutMs, void *self);
    void watch(int fd, int what);
    void advance(int fd, int events);
    void finishDone();
    std::unique_ptr<Call> take(CurlExchange *exchange);

    void *m_multi; ///< CURLM, kept out of this header.
    AddressPolicy m_addresses;
    core::Uptime m_uptime;
    QTimer m_timer;
    QHash<int, Watch> m_watches;
    std::unordered_map<CurlExchange *, std::unique_ptr<Call>> m_calls;
};

} // namespace rastro::http
