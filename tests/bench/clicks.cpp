// SPDX-License-Identifier: GPL-3.0-or-later
// Clicks on an ad link over keep-alive connections as fast as they are answered, and prints the token of each answer
// that was read to its end. Whoever kills the server meanwhile can then ask whether it kept what it acknowledged.
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

using std::string;
using std::string_view;

constexpr size_t TOKEN_SIZE = 32;

struct Options
{
    sockaddr_in address{};
    string path;
    int connections = 0;
    int seconds = 0;
};

string fbclid()
{
    static long number = 0;
    std::array<char, 64> text;
    const int size = std::snprintf(text.data(), text.size(), "IwAR2bench%08ldQQGCINEz7PYXQvwjNwB_aem_clicks", ++number);
    return {text.data(), size_t(size)};
}

/// One browser: asks, reads the whole answer, asks again.
class Browser
{
public:
    explicit Browser(const Options &options)
        : m_options(options)
        , m_socket(::socket(AF_INET, SOCK_STREAM, 0))
    {
        const auto *address = reinterpret_cast<const sockaddr *>(&options.address);
        m_open = ::connect(m_socket, address, sizeof options.address) == 0 && ask();
    }
    Browser(const Browser &) = delete;
    Browser &operator=(const Browser &) = delete;
    ~Browser() { ::close(m_socket); }

    [[nodiscard]] int socket() const { return m_socket; }
    [[nodiscard]] bool isOpen() const { return m_open; }

    void read()
    {
        std::array<char, 16 * 1024> bytes;
        const ssize_t size = ::recv(m_socket, bytes.data(), bytes.size(), 0);
        if (size <= 0) {
            m_open = false;
            return;
        }
        m_input.append(bytes.data(), size_t(size));
        if (takeAnswer())
            m_open = ask();
    }

private:
    bool ask()
    {
        const string request = "GET " + m_options.path + "?utm_source=FB&utm_campaign=bench&fbclid=" + fbclid() +
                               " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (Linux; Android 13; K) "
                               "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36\r\n\r\n";
        return ::send(m_socket, request.data(), request.size(), MSG_NOSIGNAL) == ssize_t(request.size());
    }

    bool takeAnswer()
    {
        const size_t headEnd = m_input.find("\r\n\r\n");
        if (headEnd == string::npos)
            return false;
        const string_view head = string_view(m_input).substr(0, headEnd);
        const size_t whole = headEnd + 4 + bodySize(head);
        if (m_input.size() < whole)
            return false;
        if (const size_t at = head.find("?start="); at != string_view::npos)
            std::printf("%.*s\n", int(TOKEN_SIZE), head.substr(at + 7).data());
        m_input.erase(0, whole);
        return true;
    }

    static size_t bodySize(string_view head)
    {
        constexpr string_view name = "\r\nContent-Length: ";
        const size_t at = head.find(name);
        size_t size = 0;
        if (at != string_view::npos)
            std::from_chars(head.data() + at + name.size(), head.data() + head.size(), size);
        return size;
    }

    const Options &m_options;
    int m_socket;
    bool m_open = false;
    string m_input;
};

void click(const Options &options)
{
    const int poll = ::epoll_create1(0);
    std::vector<std::unique_ptr<Browser>> browsers;
    int open = 0;
    for (int at = 0; at < options.connections; ++at) {
        auto &browser = browsers.emplace_back(std::make_unique<Browser>(options));
        epoll_event event{EPOLLIN, {browser.get()}};
        if (browser->isOpen() && ::epoll_ctl(poll, EPOLL_CTL_ADD, browser->socket(), &event) == 0)
            ++open;
    }
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(options.seconds);
    std::array<epoll_event, 256> events;
    while (open > 0 && std::chrono::steady_clock::now() < end) {
        const int count = ::epoll_wait(poll, events.data(), int(events.size()), 100);
        for (int at = 0; at < count; ++at) {
            auto *browser = static_cast<Browser *>(events[size_t(at)].data.ptr);
            browser->read();
            if (!browser->isOpen() && ::epoll_ctl(poll, EPOLL_CTL_DEL, browser->socket(), nullptr) == 0)
                --open;
        }
    }
    ::close(poll);
}

} // namespace

int main(int argc, char *argv[])
{
    if (argc != 5) {
        std::fputs("Usage: bench_clicks PORT PATH CONNECTIONS SECONDS\n"
                   "Clicks on http://127.0.0.1:PORT/PATH until the time is over or the server is gone, and prints the\n"
                   "token of each 302 it got.\n",
                   stderr);
        return 2;
    }
    Options options;
    options.address.sin_family = AF_INET;
    options.address.sin_port = htons(uint16_t(std::atoi(argv[1])));
    options.address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    options.path = argv[2];
    options.connections = std::atoi(argv[3]);
    options.seconds = std::atoi(argv[4]);
    click(options);
}
