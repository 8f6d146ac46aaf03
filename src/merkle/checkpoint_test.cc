// Signed checkpoints: read back, by whose key, and what is none.
#include "merkle/checkpoint.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <array>

namespace baobei::merkle {
namespace {

struct Key {
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> open{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
  explicit Key(unsigned char byte) {
    std::array<unsigned char, crypto_sign_SEEDBYTES> seed{};
    seed.fill(byte);
    crypto_sign_seed_keypair(open.data(), secret.data(), seed.data());
  }
  std::string hex() const { return to_hex(open); }
  std::string sign(const std::string& text) const {
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                         reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                         secret.data());
    return signature;
  }
  std::string note(const Checkpoint& checkpoint) const {
    return note_of(checkpoint, hex(), sign(body_of(checkpoint)));
  }
};

const Checkpoint kOne{"baobei.log/1", 1'048'576, sha256("root")};

TEST(Checkpoint, is_three_lines_and_a_signature) {
  EXPECT_EQ(body_of(kOne), "baobei.log/1\n1048576\nSBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\n");
  const Key key(1);
  const auto note = key.note(kOne);
  EXPECT_EQ(note.substr(0, body_of(kOne).size() + 1), body_of(kOne) + "\n");
  const auto read = checkpoint_from(note);
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->checkpoint.origin, kOne.origin);
  EXPECT_EQ(read->checkpoint.size, kOne.size);
  EXPECT_EQ(read->checkpoint.root, kOne.root);
  EXPECT_TRUE(is_signed_by(*read, {Key(2).hex(), key.hex()}));
  EXPECT_FALSE(is_signed_by(*read, {Key(2).hex()}));
  EXPECT_FALSE(is_signed_by(*read, {}));
}

// A key in the notation of the specification's own example.
TEST(Checkpoint, a_key_is_told_as_other_tools_take_it) {
  const auto key = verifier_key("baobei.log/1", Key(1).hex());
  EXPECT_TRUE(key.starts_with("baobei.log/1+")) << key;
  EXPECT_EQ(key.size(), std::string("baobei.log/1+01234567+").size() + 44);
}

TEST(Checkpoint, what_was_changed_is_signed_by_nobody) {
  const Key key(1);
  const auto note = key.note(kOne);
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{"1048576", "1048577"}, {"SBNJ", "SBNA"}}) {
    auto changed = note;
    changed.replace(changed.find(from), from.size(), to);
    const auto read = checkpoint_from(changed);
    ASSERT_TRUE(read) << from;
    EXPECT_FALSE(is_signed_by(*read, {key.hex()})) << from;
  }
  Checkpoint other = kOne;
  other.origin = "baobei.log/2";
  const auto moved = note_of(other, key.hex(), key.sign(body_of(kOne)));
  EXPECT_FALSE(is_signed_by(*checkpoint_from(moved), {key.hex()}));
}

TEST(Checkpoint, other_witnesses_may_sign_beside) {
  const Key key(1);
  const auto note = key.note(kOne) + "\xE2\x80\x94 witness AAAAAAAAAAAAAAAA\n";
  EXPECT_TRUE(is_signed_by(checkpoint_from(note).value(), {key.hex()}));
}

TEST(Checkpoint, what_is_none_is_named_by_its_line) {
  const auto body = body_of(kOne);
  const auto line = "\xE2\x80\x94 baobei.log/1 AAAAAAAAAAAAAAAA\n";
  struct Row {
    std::string text;
    std::string where;
  };
  const Row rows[] = {
      {"", "line 1"},
      {"hello", "line 1"},
      {body, "line 1"},
      {body + "\n", "line 1"},
      {"a+b\n1\n\n\n\n\n", "line 1"},
      {"a b\n1\n\n\n" + std::string(line), "line 1"},
      {"a\n01\n\n\n" + std::string(line), "line 2"},
      {"a\n-1\n\n\n" + std::string(line), "line 2"},
      {"a\n99999999999999999999\n\n\n" + std::string(line), "line 2"},
      {"a\n1\n!\n\n" + std::string(line), "line 3"},
      {"a\n1\nAAAA\n\n" + std::string(line), "line 3"},
      {body + "extension\n\n" + line, "line 4"},
      {body + "\n- baobei.log/1 AAAAAAAAAAAAAAAA\n", "line 5"},
      {body + "\n\xE2\x80\x94 baobei.log/1\n", "line 5"},
      {body + "\n\xE2\x80\x94 baobei.log/1 AAAA\n", "line 5"},
      {body + "\n" + std::string(line) + "more\n", "line 6"},
  };
  for (const auto& row : rows) {
    const auto read = checkpoint_from(row.text);
    ASSERT_FALSE(read) << row.text;
    EXPECT_EQ(read.error().context, row.where) << row.text;
  }
  EXPECT_EQ(checkpoint_from(std::string(kCheckpointBytesMax + 1, 'a')).error().kind,
            ErrorKind::kTooLarge);
}

}  // namespace
}  // namespace baobei::merkle
