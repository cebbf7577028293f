// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/securerandom.h"

#include <QtCore/QRandomGenerator>
#include <array>
#include <sys/random.h>
#include <utility>

namespace rastro::core {

namespace {

/// What was read and not yet given out.
struct Block
{
    std::array<quint64, 64> words{};
    size_t left = 0;

    quint64 take()
    {
        if (left == 0)
            fill();
        return std::exchange(words[--left], 0);
    }

    void fill()
    {
        const ssize_t got = ::getrandom(words.data(), sizeof words, 0);
        if (got != ssize_t(sizeof words))
            QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
        left = words.size();
    }
};

} // namespace

quint64 secureRandom()
{
    thread_local Block block;
    return block.take();
}

} // namespace rastro::core
