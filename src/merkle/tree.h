// The log as a Merkle tree (RFC 6962): its root at any size, proofs that a leaf is in it and that a
// later tree only added to an earlier one, and their verification.
//
// Leaf n − 1 is the hash of the event with log index n (docs/event-format.md). Whoever holds a root
// can be shown, by some twenty hashes, that an event is in the log, or that no event was changed,
// moved or removed since (R24).
//
// Stored are the complete subtrees of 256, 65,536, … leaves alone (`Nodes`), so that a root or a
// proof costs some hundred reads at a million events, whatever the size.
// Threads: pure, but for the Nodes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace baobei::merkle {

Digest leaf_hash(const Digest& event);
Digest node_hash(const Digest& left, const Digest& right);
Digest empty_root();

inline constexpr unsigned kStoredBits = 8;  // a stored level has 2^8 nodes of the one below

// The nodes of the tree as somebody stores them. Level 0 are the leaves' hashes, level n the roots
// of the complete subtrees of 256^n leaves.
class Nodes {
 public:
  virtual ~Nodes() = default;
  // Exactly `count` nodes from `first` on; kNotFound where there are fewer.
  virtual Result<std::vector<Digest>> row(unsigned level, std::uint64_t first,
                                          std::size_t count) = 0;
};

// A log that grows.
class Log : public Nodes {
 public:
  // How many events there are. Any thread.
  virtual Result<std::uint64_t> size() = 0;
};

// Of the first `size` leaves.
Result<Digest> root_of(Nodes& nodes, std::uint64_t size);

using Proof = std::vector<Digest>;
inline constexpr std::size_t kProofMax = 64 * 2;  // of a tree that fits 64 bits

// Leaf `index` (from 0) is in the tree of `size` leaves. kInvalid for one that is not in it.
Result<Proof> inclusion(Nodes& nodes, std::uint64_t index, std::uint64_t size);
// The tree of `from` leaves is the beginning of the tree of `to`. kInvalid where it is larger.
Result<Proof> consistency(Nodes& nodes, std::uint64_t from, std::uint64_t to);

bool proves_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                      const Proof& proof, const Digest& root);
bool proves_consistency(std::uint64_t from, std::uint64_t to, const Digest& from_root,
                        const Digest& to_root, const Proof& proof);

// A tree that leaves are added to one by one: the roots of its complete subtrees and nothing else.
class Range {
 public:
  void add(const Digest& leaf) { add_subtree(leaf, 0); }
  // A complete subtree of 2^level leaves; CHECKs that the size is a multiple of that.
  void add_subtree(const Digest& root, unsigned level);
  std::uint64_t size() const { return size_; }
  Digest root() const;

 private:
  std::vector<Digest> roots_;  // largest first; one for each bit of the size
  std::uint64_t size_ = 0;
};

}  // namespace baobei::merkle
