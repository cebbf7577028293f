// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/httpresponse.h"

namespace rastro::http {

namespace {

HttpResponse typed(QByteArrayView type, QByteArray body, int status)
{
    HttpResponse response;
    response.status = status;
    response.headers.add("Content-Type", type);
    response.body = std::move(body);
    return response;
}

} // namespace

HttpResponse HttpResponse::text(QByteArray body, int status)
{
    return typed("text/plain; charset=utf-8", std::move(body), status);
}

HttpResponse HttpResponse::html(QByteArray body, int status)
{
    return typed("text/html; charset=utf-8", std::move(body), status);
}

HttpResponse HttpResponse::json(QByteArray body, int status)
{
    return typed("application/json", std::move(body), status);
}

HttpResponse HttpResponse::redirect(int status, QByteArrayView location)
{
    HttpResponse response;
    response.status = status;
    return response.headers.add("Location", location) ? response : empty(500);
}

HttpResponse HttpResponse::empty(int status)
{
    HttpResponse response;
    response.status = status;
    return response;
}

QByteArrayView reasonPhrase(int status)
{
    switch (status) {
    case 100:
        return "Continue";
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 206:
        return "Partial Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 307:
        return "Temporary Redirect";
    case 308:
        return "Permanent Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 411:
        return "Length Required";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 422:
        return "Unprocessable Content";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return {};
    }
}

} // namespace rastro::http
