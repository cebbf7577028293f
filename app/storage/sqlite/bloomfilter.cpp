// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlite/bloomfilter.h"

#include <algorithm>
#include <numeric>

namespace rastro::storage {

namespace {

constexpr std::size_t keysOfBlock = 16; // 16 bits a key.
constexpr std::size_t growth = 8;

// Odd numbers of no pattern, one for each word of a block.
constexpr std::array<quint32, 8> salts{0x47b6137bU, 0x44974d91U, 0x8824ad5bU, 0xa2b7289dU,
                                       0x705495c7U, 0x2df1424bU, 0x9efc4947U, 0x5c6bfb31U};

// Neighbouring numbers, or those of a weak hash, become far apart: the finisher of SplitMix64.
quint64 mixed(qint64 key)
{
    auto bits = static_cast<quint64>(key) + 0x9e3779b97f4a7c15U;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9U;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebU;
    return bits ^ (bits >> 31);
}

quint32 bitOf(quint64 hash, std::size_t word)
{
    return 1U << ((static_cast<quint32>(hash) * salts[word]) >> 27);
}

} // namespace

std::size_t BloomFilter::blockOf(const Layer &layer, quint64 hash)
{
    return static_cast<std::size_t>(((hash >> 32) * layer.blocks.size()) >> 32);
}

void BloomFilter::addLayer()
{
    const auto capacity = m_layers.empty() ? FirstLayer : m_layers.back().capacity * growth;
    m_layers.push_back({capacity, 0, std::vector<Block>(capacity / keysOfBlock)});
}

void BloomFilter::add(qint64 key)
{
    if (mayContain(key))
        return;
    if (m_layers.empty() || m_layers.back().keys == m_layers.back().capacity)
        addLayer();
    auto &layer = m_layers.back();
    const auto hash = mixed(key);
    auto &block = layer.blocks[blockOf(layer, hash)];
    for (std::size_t word = 0; word < block.size(); ++word)
        block[word] |= bitOf(hash, word);
    ++layer.keys;
}

bool BloomFilter::mayContain(qint64 key) const
{
    const auto hash = mixed(key);
    return std::any_of(m_layers.rbegin(), m_layers.rend(), [hash](const Layer &layer) {
        const auto &block = layer.blocks[blockOf(layer, hash)];
        for (std::size_t word = 0; word < block.size(); ++word) {
            if ((block[word] & bitOf(hash, word)) == 0)
                return false;
        }
        return true;
    });
}

std::size_t BloomFilter::size() const
{
    return std::accumulate(m_layers.begin(), m_layers.end(), std::size_t(0),
                           [](std::size_t keys, const Layer &layer) { return keys + layer.keys; });
}

} // namespace rastro::storage
