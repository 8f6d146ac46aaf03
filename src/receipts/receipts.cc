#include "receipts/receipts.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>

#include "base/json.h"

namespace baobei::receipts {
namespace {

constexpr Duration kWeek = std::chrono::hours(7 * 24);

std::string signed_text(const Receipt& receipt) {
  return fmt::format("{}\n{}", kSchema, canonical_json(to_json(receipt)));
}

// Exactly so many bytes; nothing for other lengths or digits.
template <std::size_t N>
std::optional<std::array<unsigned char, N>> bytes_of(std::string_view hex) {
  std::array<unsigned char, N> out{};
  std::size_t length = 0;
  const char* end = nullptr;
  const bool read =
      sodium_hex2bin(out.data(), N, hex.data(), hex.size(), nullptr, &length, &end) == 0;
  if (!read || length != N || end != hex.data() + hex.size()) return std::nullopt;
  return out;
}

bool is_signed_by(const SignedReceipt& receipt, const PublicKey& key) {
  const auto public_key = bytes_of<crypto_sign_PUBLICKEYBYTES>(key.public_key);
  const auto signature = bytes_of<crypto_sign_BYTES>(receipt.signature.value);
  if (!public_key || !signature) return false;
  const auto text = signed_text(receipt.receipt);
  return crypto_sign_verify_detached(signature->data(),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     text.size(), public_key->data()) == 0;
}

bool is_valid_at(const PublicKey& key, Instant at) {
  const auto from = parse_rfc3339(key.valid_from);
  if (!from || at < *from) return false;
  if (!key.valid_until) return true;
  const auto until = parse_rfc3339(*key.valid_until);
  return until && at < *until;
}

// R10: the start is the first whole second from the notice on; an end lies behind it.
bool follows_from_itself(const Receipt& receipt) {
  const auto notice = parse_rfc3339(receipt.notice_at);
  const auto start = parse_rfc3339(receipt.start);
  if (!notice || !start || *start != ceil_to_second(*notice)) return false;
  if (!receipt.end) return receipt.kind != "silence_certificate";
  const auto end = parse_rfc3339(*receipt.end);
  return end && *end > *start;
}

std::string span(Duration duration) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
  return std::to_string(seconds) + " s";
}

template <typename T>
Result<T> read_as(std::string_view text, std::size_t bytes_max) {
  T out{};
  TRY_ASSIGN(const auto value, parse_json(text, bytes_max));
  TRY(from_json(value, out));
  return out;
}

struct KeyList {
  std::vector<PublicKey> items;
};
BOOST_DESCRIBE_STRUCT(KeyList, (), (items))

}  // namespace

std::vector<Step> derivation(Instant notice_at, Instant start, std::optional<Instant> end,
                             const std::string& policy_version) {
  std::vector<Step> steps = {
      {"R10", "站内信发出的时刻", "the instant at which the notice was sent",
       format_rfc3339(notice_at)},
      {"R10", "进到整秒，报备周期从此起算",
       "rounded up to a whole second: the filing period begins here", format_rfc3339(start)}};
  if (!end) {
    steps.push_back({"R12", "境外非企业主体没有报备周期，须等待答复",
                     "an overseas subject that is not an enterprise has no period and waits for "
                     "the answer",
                     ""});
    return steps;
  }
  const bool usual = *end - start == kWeek;
  steps.push_back({"R11",
                   usual ? "加 7 × 24 小时（策略版本 " + policy_version + "）"
                         : "加现行策略的周期（策略版本 " + policy_version + "）",
                   usual ? "plus 7 × 24 hours (policy " + policy_version + ")"
                         : "plus the period of the policy in force (policy " + policy_version + ")",
                   span(*end - start)});
  steps.push_back({"R11", "按 UTC 计算，与历法、时区、夏令时、闰秒无关",
                   "in UTC: no calendar, zone, daylight saving or leap second has a part in it",
                   format_rfc3339(*end)});
  return steps;
}

std::string to_text(const SignedReceipt& receipt) {
  return canonical_json(to_json(receipt)) + "\n";
}

Result<SignedReceipt> receipt_from(std::string_view text) {
  TRY_ASSIGN(auto receipt, read_as<SignedReceipt>(text, kReceiptBytesMax));
  if (receipt.receipt.schema == kSchema) return receipt;
  return fail(ErrorKind::kInvalid, "this is no receipt of the form baobei.receipt/1");
}

Result<std::vector<PublicKey>> keys_from(std::string_view text) {
  TRY_ASSIGN(auto list, read_as<KeyList>(text, kKeysBytesMax));
  if (list.items.size() <= kKeysMax) return std::move(list.items);
  return fail(ErrorKind::kTooLarge, "too many keys");
}

Verdict verify(const SignedReceipt& receipt, const std::vector<PublicKey>& trusted) {
  CHECK(sodium_init() >= 0);
  const auto key = std::ranges::find_if(trusted, [&](const PublicKey& candidate) {
    return candidate.id == receipt.signature.key && candidate.purpose == kPurpose &&
           candidate.algorithm == "ed25519";
  });
  if (key == trusted.end()) return Verdict::kUnknownKey;
  if (!is_signed_by(receipt, *key)) return Verdict::kBadSignature;
  const auto issued = parse_rfc3339(receipt.receipt.issued_at);
  if (!issued || !is_valid_at(*key, *issued)) return Verdict::kOutsideValidity;
  return follows_from_itself(receipt.receipt) ? Verdict::kValid : Verdict::kContradictory;
}

}  // namespace baobei::receipts
