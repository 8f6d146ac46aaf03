#include "http/document_vault.h"

#include <array>
#include <charconv>
#include <span>

namespace baobei::http {
namespace {

std::string purpose_of_key(const lifecycle::SubjectId& subject) {
  return "subject:" + subject;
}

std::string purpose_of(const engine::DocumentRow& row) {
  return "document:" + row.subject + ":" + to_hex(row.digest);
}

// kCorrupt for what is not two hexadecimal digits a byte.
Result<std::string> bytes_from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    unsigned value = 0;
    const auto* begin = hex.data() + i;
    const auto [stopped, error] = std::from_chars(begin, begin + 2, value, 16);
    if (error != std::errc() || stopped != begin + 2) break;
    bytes += static_cast<char>(value);
  }
  if (bytes.size() * 2 == hex.size()) return bytes;
  return fail(ErrorKind::kCorrupt, "sealed words cannot be read");
}

}  // namespace

std::string DocumentVault::new_key(const lifecycle::SubjectId& subject) const {
  std::array<std::uint8_t, sign_in::kSealKeyBytes> key{};
  fill_random(key);
  return seal_.seal({reinterpret_cast<const char*>(key.data()), key.size()},
                    purpose_of_key(subject));
}

Result<std::string> DocumentVault::opened_key(const lifecycle::SubjectId& subject,
                                              const std::string& sealed) const {
  return seal_.unseal(sealed, purpose_of_key(subject));
}

Status DocumentVault::put(const std::string& bytes, const std::string& sealed_key,
                          engine::DocumentRow& row) const {
  TRY_ASSIGN(const auto key, opened_key(row.subject, sealed_key));
  row.digest = sha256(bytes);
  TRY_ASSIGN(const auto sealed, sign_in::seal_bytes(key, bytes, purpose_of(row)));
  TRY_ASSIGN(row.stored, blobs_.put(sealed));
  return {};
}

Result<std::string> DocumentVault::get(const engine::DocumentRow& row) const {
  if (!row.stored) return blobs_.get(row.digest, engine::kDocumentBytesMax);
  TRY_ASSIGN(const auto sealed_key, keys_.find(row.subject));
  if (sealed_key.empty()) return fail(ErrorKind::kNotFound, "the subject's key was destroyed");
  TRY_ASSIGN(const auto key, opened_key(row.subject, sealed_key));
  TRY_ASSIGN(const auto sealed,
             blobs_.get(*row.stored, engine::kDocumentBytesMax + sign_in::kSealedBytesMore));
  TRY_ASSIGN(auto bytes, sign_in::unseal_bytes(key, sealed, purpose_of(row)));
  if (sha256(bytes) != row.digest) return fail(ErrorKind::kCorrupt, "not the document it was");
  return bytes;
}

Result<std::string> DocumentVault::seal_words(const lifecycle::SubjectId& subject,
                                              const std::string& sealed_key,
                                              const std::string& words,
                                              const std::string& purpose) const {
  TRY_ASSIGN(const auto key, seal_.unseal(sealed_key, purpose_of_key(subject)));
  TRY_ASSIGN(const auto sealed, sign_in::seal_bytes(key, words, purpose));
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(sealed.data());
  return to_hex(std::span<const std::uint8_t>(bytes, sealed.size()));
}

Result<std::string> DocumentVault::open_words(const lifecycle::SubjectId& subject,
                                              const std::string& sealed,
                                              const std::string& purpose) const {
  TRY_ASSIGN(const auto sealed_key, keys_.find(subject));
  if (sealed_key.empty()) return fail(ErrorKind::kNotFound, "the subject's key was destroyed");
  TRY_ASSIGN(const auto key, seal_.unseal(sealed_key, purpose_of_key(subject)));
  TRY_ASSIGN(const auto bytes, bytes_from_hex(sealed));
  return sign_in::unseal_bytes(key, bytes, purpose);
}

}  // namespace baobei::http
