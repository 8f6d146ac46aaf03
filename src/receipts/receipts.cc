#include "receipts/receipts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "receipts/signatures.h"

namespace baobei::receipts {
namespace {

constexpr Duration kWeek = std::chrono::hours(7 * 24);

std::string signed_text(const Receipt& receipt) {
  return fmt::format("{}\n{}", kSchema, canonical_json(to_json(receipt)));
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
  const bool signed_by_it =
      is_signature_of(receipt.signature.value, signed_text(receipt.receipt), key->public_key);
  if (!signed_by_it) return Verdict::kBadSignature;
  const auto issued = parse_rfc3339(receipt.receipt.issued_at);
  if (!issued || !is_valid_at(*key, *issued)) return Verdict::kOutsideValidity;
  return follows_from_itself(receipt.receipt) ? Verdict::kValid : Verdict::kContradictory;
}

}  // namespace baobei::receipts
