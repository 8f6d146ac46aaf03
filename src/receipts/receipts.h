// Receipts that can be proved without the server: what was laid before which office, from when to
// when and why, or that a period ended in silence; signed with Ed25519.
//
// Format `baobei.receipt/1` (docs/receipt-format.md): {"receipt":{…},"signature":{"algorithm",
// "key","value"},"key":{…}}. What is signed is "baobei.receipt/1\n" and the receipt's canonical
// JSON (RFC 8785), so that white space and the order of members mean nothing. Invariants: a receipt
// holds ids, codes, digests and instants, no personal data. A key signs for one purpose within its
// validity; a receipt names its key. Threads: pure functions and plain values, but for KeyRing,
// whose const functions any thread may call. Owner of a KeyRing: server/main.cc.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace baobei::receipts {

inline constexpr std::string_view kSchema = "baobei.receipt/1";
inline constexpr std::string_view kPurpose = "receipts";
inline constexpr std::size_t kReceiptBytesMax = 64 * 1024;
inline constexpr std::size_t kKeysBytesMax = 256 * 1024;
inline constexpr std::size_t kKeysMax = 256;

// Instants in a receipt are RFC 3339 in UTC, as text: what is signed is what is read.
struct Step {
  std::string rule;  // "R11"
  std::string zh;
  std::string en;
  std::string value;
};
BOOST_DESCRIBE_STRUCT(Step, (), (rule, zh, en, value))

struct Receipt {
  std::string schema{kSchema};
  std::string kind;  // "filing_receipt" or "silence_certificate"
  std::string issued_at;
  std::string app;
  std::string subject;
  std::uint32_t submission = 0;
  std::uint32_t entry = 0;
  std::string digest;  // of the version
  std::vector<std::string> categories;
  std::string region;
  std::string office_zh;
  std::string office_en;
  std::string notice_at;
  std::string start;
  std::optional<std::string> end;  // absent: no period (R12)
  std::string policy_version;
  std::string catalogue_version;
  std::vector<Step> why;        // why this end, step by step
  std::uint64_t log_index = 0;  // of the event that it proves
  std::string event_hash;
};
BOOST_DESCRIBE_STRUCT(Receipt, (),
                      (schema, kind, issued_at, app, subject, submission, entry, digest, categories,
                       region, office_zh, office_en, notice_at, start, end, policy_version,
                       catalogue_version, why, log_index, event_hash))

struct PublicKey {
  std::string id;
  std::string purpose{kPurpose};
  std::string algorithm{"ed25519"};
  std::string public_key;  // 32 bytes in hexadecimal
  std::string valid_from;
  std::optional<std::string> valid_until;
};
BOOST_DESCRIBE_STRUCT(PublicKey, (), (id, purpose, algorithm, public_key, valid_from, valid_until))

struct Signature {
  std::string algorithm{"ed25519"};
  std::string key;
  std::string value;  // 64 bytes in hexadecimal
};
BOOST_DESCRIBE_STRUCT(Signature, (), (algorithm, key, value))

struct SignedReceipt {
  Receipt receipt;
  Signature signature;
  PublicKey key;
};
BOOST_DESCRIBE_STRUCT(SignedReceipt, (), (receipt, signature, key))

// The steps from the notice to the end (R10, R11); of `end` absent, why there is none (R12).
std::vector<Step> derivation(Instant notice_at, Instant start, std::optional<Instant> end,
                             const std::string& policy_version);

std::string to_text(const SignedReceipt& receipt);
// Strict. kInvalid or kTooLarge.
Result<SignedReceipt> receipt_from(std::string_view text);
// {"items":[…]} as GET /v1/keys answers it.
Result<std::vector<PublicKey>> keys_from(std::string_view text);

enum class Verdict {
  kValid,
  kBadSignature,  // the content was changed, or it was signed by another key
  kUnknownKey,    // not among those that are trusted
  kOutsideValidity,
  kContradictory,  // the instants do not follow from each other by the rules stated
};
// Against the keys that the reader trusts.
Verdict verify(const SignedReceipt& receipt, const std::vector<PublicKey>& trusted);

// ---- the side that signs -----------------------------------------------------------------------
class KeyRing {
 public:
  // Reads every key of the folder and makes the first one where there is none. kForbidden for a key
  // file that others may read; kCorrupt for one that is none.
  static Result<KeyRing> open(const std::string& folder, Instant now);
  // Likewise, but makes nothing: kNotFound where there is no folder or no key.
  static Result<KeyRing> read(const std::string& folder);

  // A new key from `now` on; the one before it signs no more.
  Status rotate(Instant now);

  // With the key that is valid at `now`; its issued_at and the key's members are filled in here.
  SignedReceipt sign(Receipt receipt, Instant now) const;
  // Likewise, of any text; whoever calls sees to it that it can be no receipt (merkle/checkpoint.h).
  struct TextSignature {
    PublicKey key;
    std::string bytes;  // 64
  };
  TextSignature sign_text(std::string_view text) const;
  // All of them, oldest first.
  std::vector<PublicKey> published() const;

 private:
  struct Key {
    PublicKey shown;
    std::string seed;  // 32 bytes in hexadecimal
  };
  static Result<KeyRing> read_all(const std::string& folder);
  Status write(const Key& key) const;
  Status add(Instant now);

  std::string folder_;
  std::vector<Key> keys_;  // by valid_from
};

}  // namespace baobei::receipts
