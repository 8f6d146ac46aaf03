// Receipts: what was signed is what is read, and nothing else verifies.
#include "receipts/receipts.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/json.h"

namespace baobei::receipts {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

Instant at(const char* text) {
  return parse_rfc3339(text).value();
}
const Instant kNow = at("2026-03-02T09:00:00Z");

class Receipts : public testing::Test {
 protected:
  Receipts() : folder_(testing::TempDir() + "/" + random_id("keys")) {}
  ~Receipts() override { std::filesystem::remove_all(folder_); }

  KeyRing ring(Instant now = kNow) {
    auto opened = KeyRing::open(folder_, now);
    EXPECT_TRUE(opened) << to_string(opened.error());
    return std::move(*opened);
  }
  static Receipt receipt() {
    Receipt receipt;
    receipt.kind = "filing_receipt";
    receipt.app = "wx1";
    receipt.subject = "sub-1";
    receipt.submission = 3;
    receipt.entry = 2;
    receipt.digest = to_hex(sha256("tree"));
    receipt.categories = {"social-forum"};
    receipt.region = "33";
    receipt.office_zh = "浙江省互联网信息办公室";
    receipt.notice_at = "2026-03-02T08:59:59.250000Z";
    receipt.start = "2026-03-02T09:00:00Z";
    receipt.end = "2026-03-09T09:00:00Z";
    receipt.why = derivation(at("2026-03-02T08:59:59.25Z"), at("2026-03-02T09:00:00Z"),
                             at("2026-03-09T09:00:00Z"), "p1");
    receipt.log_index = 7;
    receipt.event_hash = to_hex(sha256("event"));
    return receipt;
  }
  std::string only_key_file() const {
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      return entry.path().string();
    }
    return "";
  }

  const std::string folder_;
};

TEST_F(Receipts, verify_as_they_were_signed_whatever_their_layout) {
  const auto keys = ring();
  const auto document = keys.sign(receipt(), kNow);
  EXPECT_EQ(document.receipt.issued_at, "2026-03-02T09:00:00Z");
  EXPECT_EQ(verify(document, keys.published()), Verdict::kValid);
  const auto read = receipt_from(to_text(document)).value();
  EXPECT_EQ(verify(read, keys.published()), Verdict::kValid);
  // Members in another order, with white space between.
  auto value = parse_json(to_text(document), kReceiptBytesMax).value();
  std::string other = "{\n \"key\": " + json::serialize(value.at("key")) +
                      ",\n \"signature\": " + json::serialize(value.at("signature")) +
                      ",\n \"receipt\": " + json::serialize(value.at("receipt")) + "\n}\n";
  EXPECT_EQ(verify(receipt_from(other).value(), keys.published()), Verdict::kValid);
  EXPECT_EQ(keys.sign(receipt(), kNow).signature.value, document.signature.value);
}

// Every member of the receipt, changed one at a time.
TEST_F(Receipts, that_were_changed_anywhere_do_not_verify) {
  const auto keys = ring();
  const auto document = keys.sign(receipt(), kNow);
  const auto whole = to_json(document).as_object();
  int changed = 0;
  for (const auto& member : whole.at("receipt").as_object()) {
    auto bent = whole;
    auto& value = bent["receipt"].as_object()[member.key()];
    if (value.is_string()) {
      value = std::string(value.as_string()) + " ";
    } else if (value.is_array()) {
      value.as_array().pop_back();
    } else {
      value = value.to_number<std::int64_t>() + 1;
    }
    SignedReceipt read;
    ASSERT_TRUE(from_json(bent, read));
    EXPECT_EQ(verify(read, keys.published()), Verdict::kBadSignature) << member.key();
    ++changed;
  }
  EXPECT_EQ(changed, 20);
  auto bent = document;
  bent.signature.value[0] = bent.signature.value[0] == '0' ? '1' : '0';
  EXPECT_EQ(verify(bent, keys.published()), Verdict::kBadSignature);
  for (const auto& odd :
       std::vector<std::string>{"", "zz", std::string(128, 'g'), std::string(126, '0')}) {
    bent.signature.value = odd;
    EXPECT_EQ(verify(bent, keys.published()), Verdict::kBadSignature) << odd;
  }
}

TEST_F(Receipts, are_held_to_the_keys_that_one_trusts) {
  const auto keys = ring();
  const auto document = keys.sign(receipt(), kNow);
  const auto other = KeyRing::open(folder_ + "-other", kNow).value();
  EXPECT_EQ(verify(document, other.published()), Verdict::kUnknownKey);
  EXPECT_EQ(verify(document, {}), Verdict::kUnknownKey);
  // The id of a trusted key on another's signature.
  auto forged = other.sign(receipt(), kNow);
  forged.signature.key = keys.published()[0].id;
  EXPECT_EQ(verify(forged, keys.published()), Verdict::kBadSignature);
  auto for_something_else = keys.published();
  for_something_else[0].purpose = "checkpoints";
  EXPECT_EQ(verify(document, for_something_else), Verdict::kUnknownKey);
  auto later = keys.published();
  later[0].valid_from = "2026-03-02T09:00:00.000001Z";
  EXPECT_EQ(verify(document, later), Verdict::kOutsideValidity);
  auto earlier = keys.published();
  earlier[0].valid_until = "2026-03-02T09:00:00Z";
  EXPECT_EQ(verify(document, earlier), Verdict::kOutsideValidity);
  std::filesystem::remove_all(folder_ + "-other");
}

TEST_F(Receipts, that_contradict_themselves_are_told_apart) {
  const auto keys = ring();
  auto wrong_start = receipt();
  wrong_start.start = "2026-03-02T09:00:01Z";
  EXPECT_EQ(verify(keys.sign(wrong_start, kNow), keys.published()), Verdict::kContradictory);
  auto backwards = receipt();
  backwards.end = "2026-03-02T08:00:00Z";
  EXPECT_EQ(verify(keys.sign(backwards, kNow), keys.published()), Verdict::kContradictory);
  auto endless = receipt();
  endless.end.reset();
  EXPECT_EQ(verify(keys.sign(endless, kNow), keys.published()), Verdict::kValid) << "R12";
  endless.kind = "silence_certificate";
  EXPECT_EQ(verify(keys.sign(endless, kNow), keys.published()), Verdict::kContradictory);
}

TEST_F(Receipts, are_read_strictly) {
  const auto text = to_text(ring().sign(receipt(), kNow));
  EXPECT_TRUE(receipt_from(text));
  for (const auto& odd :
       std::vector<std::string>{"", "{}", "[]", text.substr(1), text + "x",
                                text.substr(0, text.size() - 2) + ",\"more\":1}"}) {
    EXPECT_FALSE(receipt_from(odd)) << odd.substr(0, 40);
  }
  auto other = text;
  other.replace(other.find("baobei.receipt/1"), 16, "baobei.receipt/2");
  EXPECT_FALSE(receipt_from(other));
  EXPECT_EQ(receipt_from(std::string(kReceiptBytesMax + 1, ' ')).error().kind,
            ErrorKind::kTooLarge);
}

TEST_F(Receipts, say_why_the_period_ends_when_it_does) {
  const auto steps = derivation(at("2026-03-02T08:59:59.25Z"), at("2026-03-02T09:00:00Z"),
                                at("2026-03-09T09:00:00Z"), "p1");
  ASSERT_THAT(steps, SizeIs(4));
  EXPECT_EQ(steps[0].value, "2026-03-02T08:59:59.250000Z");
  EXPECT_EQ(steps[1].value, "2026-03-02T09:00:00Z");
  EXPECT_EQ(steps[2].value, "604800 s");
  EXPECT_THAT(steps[2].zh, HasSubstr("7 × 24"));
  EXPECT_EQ(steps[3].value, "2026-03-09T09:00:00Z");
  const auto other = derivation(kNow, kNow, kNow + std::chrono::hours(24), "p2");
  EXPECT_EQ(other[2].value, "86400 s");
  EXPECT_THAT(other[2].en, testing::Not(HasSubstr("7 × 24")));
  const auto none = derivation(kNow, kNow, {}, "p1");
  EXPECT_EQ(none.back().rule, "R12");
}

// ---- keys --------------------------------------------------------------------------------------

TEST_F(Receipts, keys_are_made_once_and_read_by_their_owner_alone) {
  const auto first = ring().published();
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(first[0].valid_from, "2026-03-02T09:00:00Z");
  struct stat status {};
  ASSERT_EQ(::stat(only_key_file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  const auto again = ring(kNow + std::chrono::hours(1)).published();
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_EQ(again[0].id, first[0].id);
  ::chmod(only_key_file().c_str(), 0640);
  EXPECT_EQ(KeyRing::open(folder_, kNow).error().kind, ErrorKind::kForbidden);
}

TEST_F(Receipts, keys_are_read_without_making_any) {
  EXPECT_EQ(KeyRing::read(folder_).error().kind, ErrorKind::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(folder_));
  std::filesystem::create_directory(folder_);
  EXPECT_EQ(KeyRing::read(folder_).error().kind, ErrorKind::kNotFound);
  const auto made = ring().published();
  EXPECT_EQ(KeyRing::read(folder_)->published().at(0).id, made.at(0).id);
}

TEST_F(Receipts, keys_that_were_tampered_with_are_refused) {
  ring();
  const auto path = only_key_file();
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  auto bent = text.str();
  const auto seed = bent.find("\"seed\":\"") + 8;
  bent[seed] = bent[seed] == '0' ? '1' : '0';
  std::ofstream(path) << bent;
  EXPECT_EQ(KeyRing::open(folder_, kNow).error().kind, ErrorKind::kCorrupt);
  std::ofstream(path) << "{}";
  EXPECT_EQ(KeyRing::open(folder_, kNow).error().kind, ErrorKind::kCorrupt);
}

TEST_F(Receipts, verify_after_the_key_was_changed) {
  auto keys = ring();
  const auto before = keys.sign(receipt(), kNow + std::chrono::hours(1));
  const Instant changed = kNow + std::chrono::hours(2);
  ASSERT_TRUE(keys.rotate(changed));
  const auto after = keys.sign(receipt(), changed);
  EXPECT_NE(after.signature.key, before.signature.key);
  const auto reread = ring(changed + std::chrono::hours(1));
  const auto published = reread.published();
  ASSERT_THAT(published, SizeIs(2));
  EXPECT_EQ(published[0].valid_until, format_rfc3339(changed));
  EXPECT_FALSE(published[1].valid_until);
  EXPECT_EQ(verify(before, published), Verdict::kValid);
  EXPECT_EQ(verify(after, published), Verdict::kValid);
  EXPECT_EQ(reread.sign(receipt(), changed).signature.key, after.signature.key);
}

TEST_F(Receipts, keys_are_listed_as_the_api_lists_them) {
  const auto keys = ring().published();
  json::array items;
  for (const auto& key : keys) items.push_back(to_json(key));
  const auto text = json::serialize(json::object{{"items", items}});
  EXPECT_EQ(keys_from(text).value().at(0).id, keys[0].id);
  EXPECT_FALSE(keys_from("[]"));
  EXPECT_FALSE(keys_from("{\"items\":[{}]}"));
}

}  // namespace
}  // namespace baobei::receipts
