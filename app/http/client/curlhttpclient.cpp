// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/client/curlhttpclient.h"

#include "http/client/curlexchange.h"

#include <QtCore/QPointer>
#include <QtCore/QSocketNotifier>

namespace rastro::http {

namespace {

// More idle connections than this are closed, the oldest first.
constexpr long keptConnections = 1024;

void initialiseOnce()
{
    static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
    Q_UNUSED(done)
}

} // namespace

struct CurlHttpClient::Call
{
    std::unique_ptr<CurlExchange> exchange;
    QPointer<QObject> context;
    std::function<void(const Result<HttpAnswer> &)> then;
    QMetaObject::Connection onContextGone;
};

CurlHttpClient::CurlHttpClient(AddressPolicy addresses, QObject *parent, core::Uptime uptime)
    : QObject(parent)
    , m_addresses(std::move(addresses))
    , m_uptime(std::move(uptime))
{
    initialiseOnce();
    m_multi = curl_multi_init();
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETFUNCTION, &CurlHttpClient::onSocket);
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERFUNCTION, &CurlHttpClient::onTimer);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_MAXCONNECTS, keptConnections);
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] { advance(CURL_SOCKET_TIMEOUT, 0); });
}

CurlHttpClient::~CurlHttpClient()
{
    for (const auto &[exchange, call] : m_calls) {
        disconnect(call->onContextGone);
        curl_multi_remove_handle(m_multi, exchange->handle());
    }
    m_calls.clear();
    curl_multi_cleanup(m_multi);
}

void CurlHttpClient::send(const HttpRequest &request, QObject *context,
                          std::function<void(const Result<HttpAnswer> &)> then)
{
    if (auto flaw = CurlExchange::flawOf(request)) {
        QTimer::singleShot(0, context,
                           [then = std::move(then), error = *std::move(flaw)] { then(tl::unexpected(error)); });
        return;
    }
    auto exchange = std::make_unique<CurlExchange>(request, m_addresses.allowsOrigin(request.url), m_uptime);
    CurlExchange *key = exchange.get();
    auto gone = connect(context, &QObject::destroyed, this, [this, key] { take(key); });
    m_calls.emplace(key, std::make_unique<Call>(Call{std::move(exchange), context, std::move(then), gone}));
    curl_multi_add_handle(m_multi, key->handle());
}

// Removes an exchange from libcurl and from the list; the connection survives if the exchange was complete.
std::unique_ptr<CurlHttpClient::Call> CurlHttpClient::take(CurlExchange *exchange)
{
    auto node = m_calls.extract(exchange);
    if (node.empty())
        return {};
    disconnect(node.mapped()->onContextGone);
    curl_multi_remove_handle(m_multi, exchange->handle());
    return std::move(node.mapped());
}

int CurlHttpClient::onSocket(void *, int fd, int what, void *self, void *)
{
    static_cast<CurlHttpClient *>(self)->watch(fd, what);
    return 0;
}

int CurlHttpClient::onTimer(void *, long timeoutMs, void *self)
{
    QTimer &timer = static_cast<CurlHttpClient *>(self)->m_timer;
    if (timeoutMs < 0)
        timer.stop();
    else
        timer.start(static_cast<int>(timeoutMs)); // libcurl forbids acting from inside this callback
    return 0;
}

void CurlHttpClient::watch(int fd, int what)
{
    Watch &watch = m_watches[fd];
    const auto set = [this, fd](QSocketNotifier *&notifier, QSocketNotifier::Type type, int event, bool wanted) {
        if (wanted && notifier == nullptr) {
            notifier = new QSocketNotifier(fd, type, this);
            connect(notifier, &QSocketNotifier::activated, this, [this, fd, event] { advance(fd, event); });
        } else if (!wanted && notifier != nullptr) {
            notifier->setEnabled(false); // we may be inside its signal
            notifier->deleteLater();
            notifier = nullptr;
        }
    };
    const bool gone = what == CURL_POLL_REMOVE;
    set(watch.read, QSocketNotifier::Read, CURL_CSELECT_IN, !gone && (what & CURL_POLL_IN) != 0);
    set(watch.write, QSocketNotifier::Write, CURL_CSELECT_OUT, !gone && (what & CURL_POLL_OUT) != 0);
    if (gone)
        m_watches.remove(fd);
}

void CurlHttpClient::advance(int fd, int events)
{
    int running = 0;
    curl_multi_socket_action(m_multi, fd, events, &running);
    finishDone();
}

// Callbacks run only here, outside libcurl, so they may send, cancel and even delete this client.
void CurlHttpClient::finishDone()
{
    std::vector<std::pair<std::unique_ptr<Call>, CURLcode>> done;
    int left = 0;
    while (const CURLMsg *message = curl_multi_info_read(m_multi, &left)) {
        const CURLcode code = message->data.result;
        void *exchange = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &exchange);
        done.emplace_back(take(static_cast<CurlExchange *>(exchange)), code);
    }
    for (const auto &[call, code] : done) {
        if (call->context) // an earlier callback may have deleted it
            call->then(call->exchange->outcome(code));
    }
}

} // namespace rastro::http
