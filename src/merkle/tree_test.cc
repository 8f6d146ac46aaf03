// The tree against a naive one by RFC 6962's own definitions, and every proof that was tampered
// with.
#include "merkle/tree.h"

#include <gtest/gtest.h>

#include <bit>

namespace baobei::merkle {
namespace {

Digest leaf(std::uint64_t i) {
  return leaf_hash(sha256(std::to_string(i)));
}

// RFC 6962, 2.1, word by word.
Digest naive(std::uint64_t begin, std::uint64_t end) {
  if (begin == end) return sha256("");
  if (end - begin == 1) return leaf(begin);
  const auto middle = begin + std::bit_floor(end - begin - 1);
  return node_hash(naive(begin, middle), naive(middle, end));
}

// Counts what it is asked for.
class MadeNodes final : public Nodes {
 public:
  explicit MadeNodes(std::uint64_t size) : size_(size) {}
  Result<std::vector<Digest>> row(unsigned level, std::uint64_t first, std::size_t count) override {
    const auto width = std::uint64_t{1} << (level * kStoredBits);
    if ((first + count) * width > size_) return fail(ErrorKind::kNotFound, "beyond the end");
    std::vector<Digest> row;
    for (std::uint64_t i = first; i < first + count; ++i) {
      row.push_back(naive(i * width, (i + 1) * width));
    }
    read += count;
    return row;
  }
  std::size_t read = 0;

 private:
  std::uint64_t size_;
};

TEST(Tree, its_hashes_are_those_of_the_standard) {
  EXPECT_EQ(to_hex(empty_root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(leaf_hash(Digest{}), sha256(std::string(33, '\0')));
  const auto pair = std::string("\x01") + std::string(64, '\0');
  EXPECT_EQ(node_hash(Digest{}, Digest{}), sha256(pair));
}

TEST(Tree, has_the_root_of_the_naive_one_at_every_size) {
  MadeNodes nodes(700);
  Range range;
  for (std::uint64_t size = 0; size <= 700; ++size) {
    const bool looked_at = size < 40 || size % 37 == 0 || (size >= 255 && size <= 258);
    if (looked_at) {
      const auto root = naive(0, size);
      EXPECT_EQ(root_of(nodes, size).value(), root) << size;
      EXPECT_EQ(range.root(), root) << size;
    }
    EXPECT_EQ(range.size(), size);
    range.add(leaf(size));
  }
  EXPECT_FALSE(root_of(nodes, 701));
}

TEST(Tree, grows_by_subtrees_as_by_leaves) {
  Range range;
  range.add_subtree(naive(0, 256), 8);
  range.add_subtree(naive(256, 512), 8);
  for (std::uint64_t i = 512; i < 515; ++i) range.add(leaf(i));
  EXPECT_EQ(range.root(), naive(0, 515));
}

TEST(Tree, reads_some_hundred_nodes_however_large_it_is) {
  MadeNodes nodes(1'023);
  EXPECT_EQ(root_of(nodes, 1'023).value(), naive(0, 1'023));
  EXPECT_LE(nodes.read, 2 * 256U);
}

TEST(Proofs, every_leaf_is_in_every_tree_and_nothing_else_is) {
  MadeNodes nodes(20);
  for (std::uint64_t size = 1; size <= 20; ++size) {
    const auto root = naive(0, size);
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = inclusion(nodes, index, size).value();
      EXPECT_TRUE(proves_inclusion(leaf(index), index, size, proof, root)) << index << "/" << size;
      EXPECT_FALSE(proves_inclusion(leaf(99), index, size, proof, root));
      EXPECT_FALSE(proves_inclusion(leaf(index), index + 1, size, proof, root));
      EXPECT_FALSE(proves_inclusion(leaf(index), index, size, proof, leaf(1)));
      auto longer = proof;
      longer.push_back(root);
      EXPECT_FALSE(proves_inclusion(leaf(index), index, size, longer, root));
      for (std::size_t i = 0; i < proof.size(); ++i) {
        auto changed = proof;
        changed[i].bytes[0] ^= 1;
        EXPECT_FALSE(proves_inclusion(leaf(index), index, size, changed, root));
        auto shorter = proof;
        shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
        EXPECT_FALSE(proves_inclusion(leaf(index), index, size, shorter, root));
      }
    }
  }
  EXPECT_EQ(inclusion(nodes, 20, 20).error().kind, ErrorKind::kInvalid);
}

TEST(Proofs, every_tree_is_the_beginning_of_every_later_one) {
  MadeNodes nodes(20);
  for (std::uint64_t to = 0; to <= 20; ++to) {
    for (std::uint64_t from = 0; from <= to; ++from) {
      const auto proof = consistency(nodes, from, to).value();
      const auto before = naive(0, from);
      const auto after = naive(0, to);
      EXPECT_TRUE(proves_consistency(from, to, before, after, proof)) << from << "→" << to;
      EXPECT_FALSE(proves_consistency(from, to, leaf(1), after, proof) && from > 0);
      if (from > 0) {
        EXPECT_FALSE(proves_consistency(from, to, before, leaf(1), proof));
      }
      EXPECT_FALSE(proves_consistency(to + 1, from, before, after, proof));
      for (std::size_t i = 0; i < proof.size(); ++i) {
        auto changed = proof;
        changed[i].bytes[31] ^= 1;
        EXPECT_FALSE(proves_consistency(from, to, before, after, changed)) << from << "→" << to;
      }
      if (from == 0) continue;
      auto longer = proof;
      longer.push_back(after);
      EXPECT_FALSE(proves_consistency(from, to, before, after, longer));
    }
  }
  EXPECT_EQ(consistency(nodes, 9, 8).error().kind, ErrorKind::kInvalid);
}

// What the proof is for: a log in which something earlier was changed, left out or moved.
TEST(Proofs, a_changed_past_has_no_proof) {
  const std::uint64_t held = 21;
  for (const int fault : {0, 1, 2}) {
    Range changed;
    for (std::uint64_t i = 0; i < 40; ++i) {
      if (fault == 1 && i == 7) continue;
      changed.add(fault == 0 && i == 7               ? leaf(99)
                  : fault == 2 && (i == 7 || i == 8) ? leaf(15 - i)
                                                     : leaf(i));
    }
    MadeNodes nodes(40);
    const auto proof = consistency(nodes, held, 40).value();
    EXPECT_FALSE(proves_consistency(held, 40, naive(0, held), changed.root(), proof)) << fault;
  }
}

}  // namespace
}  // namespace baobei::merkle
