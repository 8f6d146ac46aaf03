#include "check/secrets.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace baobei::check {
namespace {

constexpr std::size_t kShownCharacters = 4;
constexpr std::size_t kHashDigits = 8;
constexpr std::size_t kAppSecretDigits = 32;

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_hex(char c) {
  return ascii::is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_key_part(char c) {
  return ascii::is_digit(c) || ascii::is_letter(c) || c == '_' || c == '-';
}

// A key that its issuer marks: how it begins, how long the rest is, whether small letters occur.
struct Marked {
  std::string_view prefix;
  std::size_t rest_min;
  std::size_t rest_max;
  bool small_letters;
  SecretKind kind;
};
constexpr std::array kMarked = {
    Marked{"AKID", 32, 32, true, SecretKind::kCloudKey},
    Marked{"LTAI", 12, 26, true, SecretKind::kCloudKey},
    Marked{"AKIA", 16, 16, false, SecretKind::kCloudKey},
    Marked{"AIza", 35, 35, true, SecretKind::kCloudKey},
    Marked{"ghp_", 36, 36, true, SecretKind::kAccessToken},
    Marked{"xoxb-", 20, 80, true, SecretKind::kAccessToken},
    Marked{"sk-", 32, 160, true, SecretKind::kAccessToken},
};

constexpr std::array<std::string_view, 11> kSecretKeys = {
    "accesskeysecret", "apisecret",  "appkeysecret", "appsecret",       "clientsecret", "mchkey",
    "partnerkey",      "privatekey", "secret",       "secretaccesskey", "secretkey"};
static_assert(std::ranges::is_sorted(kSecretKeys));

// "app_Secret" → "appsecret".
std::string plain_key(std::string_view key) {
  std::string out;
  for (const char c : key.substr(0, 64)) {
    if (c == '_' || c == '-') continue;
    out += ascii::lower(c);
  }
  return out;
}

bool names_secret(std::string_view key) {
  auto plain = plain_key(key);
  for (const std::string_view front : {"wx", "weixin", "wechat", "my", "qq"}) {
    if (plain.starts_with(front) &&
        std::ranges::binary_search(kSecretKeys, std::string_view(plain).substr(front.size()))) {
      return true;
    }
  }
  return std::ranges::binary_search(kSecretKeys, std::string_view(plain));
}

std::size_t run_of(std::string_view text, std::size_t from, bool (*part)(char)) {
  std::size_t end = from;
  while (end < text.size() && part(text[end])) ++end;
  return end - from;
}

// Letters and digits mixed: no word, no placeholder.
bool looks_random(std::string_view text) {
  const auto digits = static_cast<std::size_t>(std::ranges::count_if(text, ascii::is_digit));
  std::array<bool, 256> seen{};
  for (const char c : text) seen[static_cast<unsigned char>(c)] = true;
  const auto different = std::ranges::count(seen, true);
  return digits >= 2 && digits < text.size() && different >= 8;
}

void find_private_key(std::string_view text, std::vector<Secret>& out) {
  const auto begin = text.find("-----BEGIN ");
  if (begin == std::string_view::npos) return;
  const auto head = text.find("PRIVATE KEY-----", begin);
  if (head == std::string_view::npos || head - begin > 40) return;
  const auto tail = text.find("-----END ", head);
  out.push_back({SecretKind::kPrivateKey, head + 16, tail == text.npos ? text.size() : tail});
  if (out.back().end <= out.back().begin) out.pop_back();
}

void find_marked(std::string_view text, std::vector<Secret>& out) {
  for (const auto& marked : kMarked) {
    for (auto at = text.find(marked.prefix); at != text.npos;
         at = text.find(marked.prefix, at + 1)) {
      if (at > 0 && is_key_part(text[at - 1])) continue;
      const auto from = at + marked.prefix.size();
      const auto length = run_of(text, from, is_key_part);
      const auto rest = text.substr(from, length);
      const bool fits = length >= marked.rest_min && length <= marked.rest_max;
      if (!fits || !looks_random(rest)) continue;
      if (!marked.small_letters && std::ranges::any_of(rest, is_lower)) continue;
      out.push_back({marked.kind, at, from + length});
    }
  }
}

// "…secret=<32 hexadecimal digits>" of an address.
void find_in_query(std::string_view text, std::vector<Secret>& out) {
  constexpr std::string_view kName = "secret=";
  for (auto at = text.find(kName); at != text.npos; at = text.find(kName, at + 1)) {
    const auto from = at + kName.size();
    if (run_of(text, from, is_hex) == kAppSecretDigits) {
      out.push_back({SecretKind::kAppSecret, from, from + kAppSecretDigits});
    }
  }
}

void find_by_key(std::string_view text, std::string_view key, std::vector<Secret>& out) {
  if (text.size() < 16 || text.size() > 200 || !names_secret(key) || !looks_random(text)) return;
  const auto part = [](char c) { return is_key_part(c) || c == '/' || c == '+' || c == '='; };
  if (!std::ranges::all_of(text, part)) return;
  const bool hex = text.size() == kAppSecretDigits && std::ranges::all_of(text, is_hex);
  out.push_back({hex ? SecretKind::kAppSecret : SecretKind::kCloudKey, 0, text.size()});
}

// The name before a literal at `quote`: `name: "`, `"name": "`, `name = '`; "" where there is none.
std::string_view name_before(std::string_view line, std::size_t quote) {
  constexpr std::string_view kWhite = " \t";
  auto end = line.find_last_not_of(kWhite, quote - 1);
  if (quote == 0 || end == line.npos || (line[end] != ':' && line[end] != '=')) return {};
  if (end == 0) return {};
  end = line.find_last_not_of(kWhite, end - 1);
  if (end == line.npos) return {};
  if (line[end] == '"' || line[end] == '\'' || line[end] == '`') {
    if (end == 0) return {};
    --end;
  }
  auto begin = end + 1;
  while (begin > 0 && is_key_part(line[begin - 1])) --begin;
  return line.substr(begin, end + 1 - begin);
}

void find_named(std::string_view line, std::vector<Secret>& out) {
  constexpr std::string_view kQuotes = "\"'`";
  for (auto at = line.find_first_of(kQuotes); at != line.npos;) {
    const auto end = line.find(line[at], at + 1);
    if (end == line.npos) return;
    const auto name = name_before(line, at);
    std::vector<Secret> found;
    if (!name.empty()) find_by_key(line.substr(at + 1, end - at - 1), name, found);
    for (auto& secret : found) {
      out.push_back({secret.kind, secret.begin + at + 1, secret.end + at + 1});
    }
    // The end of a name's quotation marks may be the beginning of nothing.
    at = line.find_first_of(kQuotes, end + 1);
  }
}

// HMAC with SHA-256.
Digest keyed_hash(std::string_view text, const Digest& key) {
  std::string inner(64, '\x36');
  std::string outer(64, '\x5c');
  for (std::size_t i = 0; i < key.bytes.size(); ++i) {
    inner[i] = static_cast<char>(inner[i] ^ static_cast<char>(key.bytes[i]));
    outer[i] = static_cast<char>(outer[i] ^ static_cast<char>(key.bytes[i]));
  }
  const auto first = sha256(inner + std::string(text));
  return sha256(outer + std::string(first.bytes.begin(), first.bytes.end()));
}

}  // namespace

std::vector<Secret> find_secrets(std::string_view text, std::string_view key) {
  std::vector<Secret> out;
  if (text.size() < 16) return out;
  find_private_key(text, out);
  find_marked(text, out);
  find_in_query(text, out);
  if (out.empty()) find_by_key(text, key, out);
  std::ranges::sort(out, {}, &Secret::begin);
  return out;
}

std::vector<Secret> find_secrets_in_code(std::string_view line) {
  auto found = find_secrets(line, {});
  find_named(line, found);
  std::ranges::sort(found, {}, &Secret::begin);
  std::vector<Secret> out;
  for (const auto& secret : found) {
    if (out.empty() || secret.begin >= out.back().end) {
      out.push_back(secret);
    } else {
      out.back().end = std::max(out.back().end, secret.end);
    }
  }
  return out;
}

std::string masked(std::string_view secret, const Digest& key) {
  const auto shown = secret.substr(0, std::min(kShownCharacters, secret.size() / 4));
  return std::string(shown) + "…#" + to_hex(keyed_hash(secret, key)).substr(0, kHashDigits);
}

std::string without_secrets(std::string_view text, const Digest& key) {
  std::string out;
  std::size_t from = 0;
  for (const auto& secret : find_secrets(text, {})) {
    if (secret.begin < from) continue;
    out += text.substr(from, secret.begin - from);
    out += masked(text.substr(secret.begin, secret.end - secret.begin), key);
    from = secret.end;
  }
  return out + std::string(text.substr(from));
}

}  // namespace baobei::check
