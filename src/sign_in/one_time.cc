#include "sign_in/one_time.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cctype>

namespace baobei::sign_in {
namespace {

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view kRecoveryLetters = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kRecoveryLength = 16;

std::string escaped(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_') {
      out += c;
    } else {
      out += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
  }
  return out;
}

}  // namespace

std::string new_secret() {
  std::array<std::uint8_t, kSecretBytes> bytes{};
  fill_random(bytes);
  return {bytes.begin(), bytes.end()};
}

std::string base32(std::string_view bytes) {
  std::string out;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char c : bytes) {
    held = (held << 8U) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) out += kBase32[(held >> (bits - 5)) & 31U];
  }
  if (bits > 0) out += kBase32[(held << (5 - bits)) & 31U];
  return out;
}

std::string otpauth_uri(std::string_view issuer, std::string_view account,
                        std::string_view secret) {
  return "otpauth://totp/" + escaped(issuer) + ":" + escaped(account) +
         "?secret=" + base32(secret) + "&issuer=" + escaped(issuer);
}

std::int64_t step_at(Instant now) {
  return to_micros(now) / 1'000'000 / kStepSeconds;
}

std::string code_of_step(std::string_view secret, std::int64_t step) {
  std::array<unsigned char, 8> message{};
  auto rest = static_cast<std::uint64_t>(step);
  for (auto byte = message.rbegin(); byte != message.rend(); ++byte, rest >>= 8U) {
    *byte = static_cast<unsigned char>(rest & 255U);
  }
  std::array<unsigned char, 20> mac{};
  unsigned length = 0;
  CHECK(HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), message.data(),
             message.size(), mac.data(), &length) != nullptr);
  CHECK(length == mac.size());
  const std::size_t at = mac.back() & 15U;
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = (number << 8U) | mac[at + i];
  const auto digits = std::to_string((number & 0x7fffffffU) % 1'000'000U);
  return std::string(6 - digits.size(), '0') + digits;
}

std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code,
                                         Instant now, std::int64_t last) {
  const auto middle = step_at(now);
  std::optional<std::int64_t> found;
  for (auto step = middle - 1; step <= middle + 1; ++step) {
    if (step > last && equal_constant_time(code_of_step(secret, step), code)) found = step;
  }
  return found;
}

std::vector<std::string> new_recovery_codes() {
  std::vector<std::string> codes;
  for (std::size_t i = 0; i < kRecoveryCodes; ++i) {
    std::array<std::uint8_t, kRecoveryLength> bytes{};
    fill_random(bytes);
    auto& code = codes.emplace_back();
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      if (at > 0 && at % 4 == 0) code += '-';
      code += kRecoveryLetters[bytes[at] & 31U];
    }
  }
  return codes;
}

Digest recovery_hash(std::string_view code) {
  std::string plain;
  for (const char c : code) {
    const auto byte = static_cast<unsigned char>(c);
    if (c != '-' && c != ' ') plain += static_cast<char>(std::tolower(byte));
  }
  return sha256("recovery:" + plain);
}

}  // namespace baobei::sign_in
