#include "merkle/tree.h"

#include <bit>

namespace baobei::merkle {
namespace {

void update(Sha256& hash, const Digest& digest) {
  hash.update({reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()});
}

// The largest power of two below `size`, which is above one.
std::uint64_t split_of(std::uint64_t size) {
  return std::bit_floor(size - 1);
}

// The root of the complete subtree of 2^level leaves that is the `index`th of its kind.
Result<Digest> subtree(Nodes& nodes, unsigned level, std::uint64_t index) {
  const unsigned stored = level / kStoredBits;
  const unsigned above = level % kStoredBits;
  TRY_ASSIGN(auto row, nodes.row(stored, index << above, std::size_t{1} << above));
  for (std::size_t width = row.size(); width > 1; width /= 2) {
    for (std::size_t i = 0; i < width / 2; ++i) row[i] = node_hash(row[2 * i], row[2 * i + 1]);
  }
  return row.at(0);
}

// Of the leaves [begin, end), where `begin` is a multiple of the power of two not below the width.
Result<Digest> range_root(Nodes& nodes, std::uint64_t begin, std::uint64_t end) {
  const auto width = end - begin;
  if (std::has_single_bit(width)) {
    const auto level = static_cast<unsigned>(std::countr_zero(width));
    return subtree(nodes, level, begin >> level);
  }
  const auto middle = begin + split_of(width);
  TRY_ASSIGN(const auto left, range_root(nodes, begin, middle));
  TRY_ASSIGN(const auto right, range_root(nodes, middle, end));
  return node_hash(left, right);
}

}  // namespace

Digest leaf_hash(const Digest& event) {
  Sha256 hash;
  hash.update(std::string_view("\0", 1));
  update(hash, event);
  return hash.finish();
}

Digest node_hash(const Digest& left, const Digest& right) {
  Sha256 hash;
  hash.update("\x01");
  update(hash, left);
  update(hash, right);
  return hash.finish();
}

Digest empty_root() {
  return sha256("");
}

Result<Digest> root_of(Nodes& nodes, std::uint64_t size) {
  if (size == 0) return empty_root();
  return range_root(nodes, 0, size);
}

// RFC 6962, 2.1.1: PATH, from the root down, hence the other way round at the end.
Result<Proof> inclusion(Nodes& nodes, std::uint64_t index, std::uint64_t size) {
  if (index >= size) return fail(ErrorKind::kInvalid, "the tree has no such leaf");
  Proof proof;
  std::uint64_t begin = 0;
  std::uint64_t end = size;
  while (end - begin > 1) {
    const auto middle = begin + split_of(end - begin);
    const bool is_left = index < middle;
    TRY_ASSIGN(const auto other,
               is_left ? range_root(nodes, middle, end) : range_root(nodes, begin, middle));
    proof.push_back(other);
    (is_left ? end : begin) = middle;
  }
  return Proof(proof.rbegin(), proof.rend());
}

// RFC 6962, 2.1.2: SUBPROOF.
Result<Proof> consistency(Nodes& nodes, std::uint64_t from, std::uint64_t to) {
  if (from > to) return fail(ErrorKind::kInvalid, "the earlier tree is the larger one");
  Proof proof;
  if (from == 0 || from == to) return proof;
  std::uint64_t begin = 0;
  std::uint64_t end = to;
  bool whole = true;  // the earlier tree's root is known as such
  while (end != from) {
    const auto middle = begin + split_of(end - begin);
    const bool is_left = from <= middle;
    TRY_ASSIGN(const auto other,
               is_left ? range_root(nodes, middle, end) : range_root(nodes, begin, middle));
    proof.push_back(other);
    if (is_left) {
      end = middle;
    } else {
      begin = middle;
      whole = false;
    }
  }
  if (!whole) {
    TRY_ASSIGN(const auto last, range_root(nodes, begin, end));
    proof.push_back(last);
  }
  return Proof(proof.rbegin(), proof.rend());
}

// RFC 9162, 2.1.3.2.
bool proves_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                      const Proof& proof, const Digest& root) {
  if (index >= size) return false;
  auto at = index;
  auto last = size - 1;
  auto hash = leaf;
  for (const auto& other : proof) {
    if (last == 0) return false;
    if ((at & 1) == 1 || at == last) {
      hash = node_hash(other, hash);
      while ((at & 1) == 0 && at != 0) {
        at >>= 1;
        last >>= 1;
      }
    } else {
      hash = node_hash(hash, other);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

// RFC 9162, 2.1.4.2.
bool proves_consistency(std::uint64_t from, std::uint64_t to, const Digest& from_root,
                        const Digest& to_root, const Proof& proof) {
  if (from > to) return false;
  if (from == to) return proof.empty() && from_root == to_root;
  if (from == 0) return proof.empty() && from_root == empty_root();
  Proof path = proof;
  if (std::has_single_bit(from)) path.insert(path.begin(), from_root);
  if (path.empty()) return false;
  auto at = from - 1;
  auto last = to - 1;
  while ((at & 1) == 1) {
    at >>= 1;
    last >>= 1;
  }
  auto old_hash = path.front();
  auto new_hash = path.front();
  for (std::size_t i = 1; i < path.size(); ++i) {
    if (last == 0) return false;
    if ((at & 1) == 1 || at == last) {
      old_hash = node_hash(path[i], old_hash);
      new_hash = node_hash(path[i], new_hash);
      while ((at & 1) == 0 && at != 0) {
        at >>= 1;
        last >>= 1;
      }
    } else {
      new_hash = node_hash(new_hash, path[i]);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && old_hash == from_root && new_hash == to_root;
}

void Range::add_subtree(const Digest& root, unsigned level) {
  CHECK((size_ & ((std::uint64_t{1} << level) - 1)) == 0, "a subtree begins where it cannot");
  auto hash = root;
  auto rest = size_ >> level;
  for (; (rest & 1) == 1; rest >>= 1) {
    hash = node_hash(roots_.back(), hash);
    roots_.pop_back();
  }
  roots_.push_back(hash);
  size_ += std::uint64_t{1} << level;
}

Digest Range::root() const {
  if (roots_.empty()) return empty_root();
  auto hash = roots_.back();
  for (std::size_t i = roots_.size() - 1; i-- > 0;) hash = node_hash(roots_[i], hash);
  return hash;
}

}  // namespace baobei::merkle
