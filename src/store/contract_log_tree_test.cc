// The contract of the log's Merkle tree, whatever of it is stored.
#include "merkle/tree.h"
#include "store/store_contract.h"

namespace baobei::store {
namespace {

// `count` events of one mini-program, a few at a time; returns their leaves.
std::vector<Digest> grow(engine::Store& store, std::size_t count) {
  std::vector<Digest> leaves;
  engine::StoredApp last;
  while (leaves.size() < count) {
    const auto write = fake_write("app-a", last, std::min<std::size_t>(60, count - leaves.size()));
    for (const auto& event : write.events) leaves.push_back(merkle::leaf_hash(event.hash));
    last = put(store, write);
  }
  return leaves;
}

TEST_P(StoreContract, the_log_is_a_tree_at_every_size) {
  const auto leaves = grow(store_, 600);
  auto& tree = world_->log_tree();
  EXPECT_EQ(tree.size(), 600U);
  merkle::Range range;
  for (std::uint64_t size = 0; size <= leaves.size(); ++size) {
    if (size % 100 == 0 || (size >= 255 && size <= 257) || size == 512) {
      EXPECT_EQ(merkle::root_of(tree, size).value(), range.root()) << size;
    }
    if (size < leaves.size()) range.add(leaves[size]);
  }
  EXPECT_EQ(tree.row(1, 0, 2)->size(), 2U);
  EXPECT_EQ(tree.row(1, 1, 2).error().kind, ErrorKind::kNotFound) << "not complete yet";
  EXPECT_EQ(tree.row(0, 599, 2).error().kind, ErrorKind::kNotFound);
}

TEST_P(StoreContract, what_was_in_the_log_is_proved_to_be_in_it_still) {
  const auto leaves = grow(store_, 300);
  auto& tree = world_->log_tree();
  const auto before = merkle::root_of(tree, 257).value();
  const auto after = merkle::root_of(tree, 300).value();
  const auto grown = merkle::consistency(tree, 257, 300).value();
  EXPECT_TRUE(merkle::proves_consistency(257, 300, before, after, grown));
  for (const std::uint64_t index : {0U, 255U, 256U, 299U}) {
    const auto proof = merkle::inclusion(tree, index, 300).value();
    EXPECT_TRUE(merkle::proves_inclusion(leaves[index], index, 300, proof, after)) << index;
  }
}

}  // namespace
}  // namespace baobei::store
