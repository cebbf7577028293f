// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>
#include <array>
#include <cstddef>
#include <vector>

namespace rastro::storage {

/// A set of keys that never denies one it has, and takes one it has not for its own about once in a thousand times: two
/// bytes a key instead of a page of a tree. It grows by layers, each eight times as large as the one before, without
/// touching what is there. Blocks of 32 bytes, eight bits a key, one in each word: the split block Bloom filter of
/// https://parquet.apache.org/docs/file-format/bloomfilter/. Not thread-safe.
class BloomFilter
{
public:
    static constexpr std::size_t FirstLayer = 8192; ///< Keys; 16 KiB.

    void add(qint64 key);
    [[nodiscard]] bool mayContain(qint64 key) const;
    /// Keys that were added while it said that it had them not.
    [[nodiscard]] std::size_t size() const;

private:
    using Block = std::array<quint32, 8>;
    struct Layer
    {
        std::size_t capacity;
        std::size_t keys = 0;
        std::vector<Block> blocks;
    };

    [[nodiscard]] static std::size_t blockOf(const Layer &layer, quint64 hash);
    void addLayer();

    std::vector<Layer> m_layers;
};

} // namespace rastro::storage
