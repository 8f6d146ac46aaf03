// Files that go to an office and come back without a network, signed on either side (R10a).
//
// `baobei.bundle/1`: JSON lines. The first one is {"manifest","signature","key"}: the manifest
// names every entry with the SHA-256 of its line, and is signed with the server's key.
// `baobei.answers/1`: one JSON object {"answers","signature"}, signed with the office's own key.
// What is signed is the schema, a line feed and the canonical JSON (RFC 8785).
// docs/bundle-format.md. Invariants: strict reading: an unknown member is a fault. Threads: pure
// functions and plain values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "receipts/receipts.h"

namespace baobei::receipts {

inline constexpr std::string_view kBundleSchema = "baobei.bundle/1";
inline constexpr std::string_view kAnswersSchema = "baobei.answers/1";
inline constexpr std::size_t kBundleEntriesMax = 2'000;
inline constexpr std::size_t kBundleBytesMax = std::size_t{28} << 20;
inline constexpr std::size_t kSignedFileBytesMax = std::size_t{2} << 20;

struct BundleEntry {
  std::string app;
  std::uint32_t entry = 0;
  std::string state;   // of the entry, when the bundle was made
  std::string digest;  // of the version
  std::string sha256;  // of the entry's line
};
BOOST_DESCRIBE_STRUCT(BundleEntry, (), (app, entry, state, digest, sha256))

struct BundleManifest {
  std::string schema{kBundleSchema};
  std::string region;
  std::string made_at;
  std::vector<BundleEntry> entries;
};
BOOST_DESCRIBE_STRUCT(BundleManifest, (), (schema, region, made_at, entries))

struct SignedBundle {
  BundleManifest manifest;
  Signature signature;
  std::optional<PublicKey> key;
};
BOOST_DESCRIBE_STRUCT(SignedBundle, (), (manifest, signature, key))

// The first line of a bundle. kInvalid or kTooLarge.
Result<SignedBundle> bundle_from(std::string_view text);
std::string to_text(const SignedBundle& bundle);
SignedBundle sign_bundle(BundleManifest manifest, const KeyRing& keys);
// What identifies it: the SHA-256 of what is signed, in hexadecimal.
std::string identity_of(const BundleManifest& manifest);
Verdict verify(const SignedBundle& bundle, const std::vector<PublicKey>& trusted);
// Of a whole file: its first line is `bundle`, the others are the lines that it names, in that
// order. kInvalid says which one is not.
Status verify_lines(const SignedBundle& bundle, std::string_view file);

// ---- what comes back ---------------------------------------------------------------------------
struct SignedAnswers {
  std::string region;
  std::string made_at;
  std::vector<std::string> rows;  // each a JSON object, as POST /v1/jobs takes them
  Signature signature;
  std::string signed_text;
};
Result<SignedAnswers> answers_from(std::string_view text);
std::string identity_of(const SignedAnswers& answers);
bool is_signed_by(const SignedAnswers& answers, const std::string& public_key);

// An office's pair; its file holds both halves and is readable by its owner alone.
struct OfficeKeyPair {
  std::string public_key;  // 32 bytes in hexadecimal
  std::string seed;        // likewise; the secret
};
OfficeKeyPair make_office_key();
std::string to_text(const OfficeKeyPair& pair);
Result<OfficeKeyPair> office_key_from(std::string_view text);
// "ofk_" and the beginning of the public key's SHA-256. kInvalid for what is no public key.
Result<std::string> office_key_id(std::string_view public_key);
// `rows`: JSON objects. The file as it is sent.
Result<std::string> sign_answers(const std::string& region, Instant made_at,
                                 const std::vector<std::string>& rows, const OfficeKeyPair& pair);

}  // namespace baobei::receipts
