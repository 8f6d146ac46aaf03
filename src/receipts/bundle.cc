#include "receipts/bundle.h"

#include <algorithm>

#include "base/json.h"
#include "receipts/signatures.h"

namespace baobei::receipts {
namespace {

// An office's key as its file holds it.
struct OfficeKeyFile {
  std::string purpose{"office-answers"};
  std::string algorithm{"ed25519"};
  std::string public_key;
  std::string seed;
};
BOOST_DESCRIBE_STRUCT(OfficeKeyFile, (), (purpose, algorithm, public_key, seed))

constexpr std::size_t kOfficeKeyFileBytesMax = 4 * 1024;

bool verifies(const Signature& signature, std::string_view text, std::string_view public_key) {
  return signature.algorithm == "ed25519" && is_signature_of(signature.value, text, public_key);
}

std::string text_of(const BundleManifest& manifest) {
  return std::string(kBundleSchema) + "\n" + canonical_json(to_json(manifest));
}

Result<std::string> text_member(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value != nullptr && value->is_string()) return std::string(value->get_string());
  return fail(ErrorKind::kInvalid, "a text is expected", "/answers/" + std::string(name));
}

Status check_no_number_with_a_point(const json::value& value) {
  if (value.is_double()) return fail(ErrorKind::kInvalid, "whole numbers are expected", "/answers");
  if (value.is_object()) {
    for (const auto& member : value.get_object()) TRY(check_no_number_with_a_point(member.value()));
  }
  if (value.is_array()) {
    for (const auto& each : value.get_array()) TRY(check_no_number_with_a_point(each));
  }
  return {};
}

}  // namespace

Result<SignedBundle> bundle_from(std::string_view text) {
  SignedBundle bundle;
  TRY_ASSIGN(const auto value, parse_json(text, kSignedFileBytesMax));
  TRY(from_json(value, bundle));
  const auto& manifest = bundle.manifest;
  if (manifest.schema != kBundleSchema) {
    return fail(ErrorKind::kInvalid, "not a bundle", "/manifest/schema");
  }
  if (manifest.entries.size() > kBundleEntriesMax) {
    return fail(ErrorKind::kInvalid, "too many entries", "/manifest/entries");
  }
  if (!parse_rfc3339(manifest.made_at)) {
    return fail(ErrorKind::kInvalid, "an instant is expected", "/manifest/made_at");
  }
  return bundle;
}

std::string to_text(const SignedBundle& bundle) {
  return json::serialize(to_json(bundle));
}

SignedBundle sign_bundle(BundleManifest manifest, const KeyRing& keys) {
  SignedBundle bundle;
  bundle.manifest = std::move(manifest);
  const auto signature = keys.sign_text(text_of(bundle.manifest));
  bundle.signature.key = signature.key.id;
  bundle.signature.value = to_hex(std::span(
      reinterpret_cast<const std::uint8_t*>(signature.bytes.data()), signature.bytes.size()));
  bundle.key = signature.key;
  return bundle;
}

std::string identity_of(const BundleManifest& manifest) {
  return to_hex(sha256(text_of(manifest)));
}

Verdict verify(const SignedBundle& bundle, const std::vector<PublicKey>& trusted) {
  const auto key = std::ranges::find(trusted, bundle.signature.key, &PublicKey::id);
  if (key == trusted.end() || key->purpose != kPurpose) return Verdict::kUnknownKey;
  if (!verifies(bundle.signature, text_of(bundle.manifest), key->public_key)) {
    return Verdict::kBadSignature;
  }
  const auto made_at = parse_rfc3339(bundle.manifest.made_at);
  if (!made_at) return Verdict::kContradictory;
  return is_valid_at(*key, *made_at) ? Verdict::kValid : Verdict::kOutsideValidity;
}

Status verify_lines(const SignedBundle& bundle, std::string_view file) {
  auto end = file.find('\n');
  std::size_t count = 0;
  while (end != file.npos && end + 1 < file.size()) {
    const auto begin = end + 1;
    end = file.find('\n', begin);
    const auto line = file.substr(begin, end == file.npos ? end : end - begin);
    const auto& entries = bundle.manifest.entries;
    const bool named = count < entries.size() && to_hex(sha256(line)) == entries[count].sha256;
    if (!named) {
      return fail(ErrorKind::kInvalid, "not the line that was signed",
                  "line " + std::to_string(count + 2));
    }
    ++count;
  }
  if (count == bundle.manifest.entries.size()) return {};
  return fail(ErrorKind::kInvalid, "lines are missing", "line " + std::to_string(count + 2));
}

Result<SignedAnswers> answers_from(std::string_view text) {
  TRY_ASSIGN(const auto value, parse_json(text, kSignedFileBytesMax));
  const auto* object = value.if_object();
  const auto* answers = object != nullptr ? object->if_contains("answers") : nullptr;
  const auto* signature = object != nullptr ? object->if_contains("signature") : nullptr;
  if (answers == nullptr || signature == nullptr || !answers->is_object() || object->size() != 2) {
    return fail(ErrorKind::kInvalid, "answers and signature are expected", "/answers");
  }
  const auto& content = answers->get_object();
  SignedAnswers out;
  TRY(from_json(*signature, out.signature));
  TRY_ASSIGN(const auto schema, text_member(content, "schema"));
  TRY_ASSIGN(out.region, text_member(content, "region"));
  TRY_ASSIGN(out.made_at, text_member(content, "made_at"));
  const auto* rows = content.if_contains("rows");
  const bool form = schema == kAnswersSchema && content.size() == 4 && rows != nullptr &&
                    rows->is_array() && parse_rfc3339(out.made_at);
  if (!form) return fail(ErrorKind::kInvalid, "not a file of answers", "/answers");
  TRY(check_no_number_with_a_point(*answers));
  for (const auto& row : rows->get_array()) out.rows.push_back(json::serialize(row));
  out.signed_text = std::string(kAnswersSchema) + "\n" + canonical_json(*answers);
  return out;
}

std::string identity_of(const SignedAnswers& answers) {
  return to_hex(sha256(answers.signed_text));
}

bool is_signed_by(const SignedAnswers& answers, const std::string& public_key) {
  return verifies(answers.signature, answers.signed_text, public_key);
}

OfficeKeyPair make_office_key() {
  CHECK(sodium_init() >= 0);
  std::array<std::uint8_t, crypto_sign_SEEDBYTES> seed{};
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> open{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
  fill_random(seed);
  CHECK(crypto_sign_seed_keypair(open.data(), secret.data(), seed.data()) == 0);
  sodium_memzero(secret.data(), secret.size());
  return {to_hex(open), to_hex(seed)};
}

std::string to_text(const OfficeKeyPair& pair) {
  OfficeKeyFile file;
  file.public_key = pair.public_key;
  file.seed = pair.seed;
  return json::serialize(to_json(file)) + "\n";
}

Result<OfficeKeyPair> office_key_from(std::string_view text) {
  TRY_ASSIGN(const auto value, parse_json(text, kOfficeKeyFileBytesMax));
  OfficeKeyFile file;
  TRY(from_json(value, file));
  const auto seed = exactly<crypto_sign_SEEDBYTES>(file.seed);
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> open{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
  if (seed) CHECK(crypto_sign_seed_keypair(open.data(), secret.data(), seed->data()) == 0);
  sodium_memzero(secret.data(), secret.size());
  const bool whole = seed && file.purpose == "office-answers" && to_hex(open) == file.public_key;
  if (!whole) return fail(ErrorKind::kInvalid, "not the key of an office");
  return OfficeKeyPair{file.public_key, file.seed};
}

Result<std::string> office_key_id(std::string_view public_key) {
  const auto open = exactly<crypto_sign_PUBLICKEYBYTES>(public_key);
  if (!open || to_hex(*open) != public_key) {
    return fail(ErrorKind::kInvalid, "32 bytes in lower-case hexadecimal are expected",
                "/public_key");
  }
  const std::string_view raw(reinterpret_cast<const char*>(open->data()), open->size());
  return "ofk_" + to_hex(sha256(raw)).substr(0, 32);
}

Result<std::string> sign_answers(const std::string& region, Instant made_at,
                                 const std::vector<std::string>& rows, const OfficeKeyPair& pair) {
  json::array list;
  for (const auto& row : rows) {
    TRY_ASSIGN(auto value, parse_json(row, kSignedFileBytesMax));
    list.push_back(std::move(value));
  }
  json::object answers;
  answers.emplace("schema", kAnswersSchema);
  answers.emplace("region", region);
  answers.emplace("made_at", format_rfc3339(made_at));
  answers.emplace("rows", std::move(list));
  TRY(check_no_number_with_a_point(answers));
  const auto text = std::string(kAnswersSchema) + "\n" + canonical_json(answers);
  const auto seed = exactly<crypto_sign_SEEDBYTES>(pair.seed);
  if (!seed) return fail(ErrorKind::kInvalid, "not the key of an office");
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> open{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
  std::array<unsigned char, crypto_sign_BYTES> value{};
  CHECK(crypto_sign_seed_keypair(open.data(), secret.data(), seed->data()) == 0);
  CHECK(crypto_sign_detached(value.data(), nullptr, bytes_in(text), text.size(), secret.data()) ==
        0);
  sodium_memzero(secret.data(), secret.size());
  Signature signature;
  TRY_ASSIGN(signature.key, office_key_id(pair.public_key));
  signature.value = to_hex(value);
  json::object file;
  file.emplace("answers", std::move(answers));
  file.emplace("signature", to_json(signature));
  return json::serialize(file) + "\n";
}

}  // namespace baobei::receipts
