#include "sign_in/oidc.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "base/json.h"
#include "sign_in/base64.h"

namespace baobei::sign_in {
namespace {

constexpr std::size_t kUrlBytesMax = 2'048;

std::string random_word() {
  std::array<std::uint8_t, 32> bytes{};
  fill_random(bytes);
  return base64url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

Result<std::string> text_member(const json::object& object, const char* name) {
  const auto* found = object.if_contains(name);
  if (found == nullptr || !found->is_string() || found->get_string().empty()) {
    return fail(ErrorKind::kInvalid, "the provider's document lacks a member", name);
  }
  return std::string(found->get_string());
}

// Which address it leads to is decided when it is called; here only what it may look like at all.
bool may_be_url(std::string_view url) {
  if (url.size() > kUrlBytesMax || url.contains('#')) return false;
  if (!std::ranges::all_of(url, [](char c) { return c > ' ' && c < 0x7F; })) return false;
  return url.starts_with("https://") || url.starts_with("http://");
}

Result<std::string> url_member(const json::object& object, const char* name) {
  auto url = text_member(object, name);
  if (!url || may_be_url(*url)) return url;
  return fail(ErrorKind::kInvalid, "the provider's document has an address that is none", name);
}

// Absent: true (OpenID Connect Discovery 1.0, 3).
bool takes_basic(const json::object& object) {
  const auto* methods = object.if_contains("token_endpoint_auth_methods_supported");
  if (methods == nullptr || !methods->is_array()) return true;
  return std::ranges::any_of(methods->get_array(), [](const json::value& method) {
    return method.is_string() && method.get_string() == "client_secret_basic";
  });
}

}  // namespace

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

std::string discovery_url(const std::string& issuer) {
  const auto* slash = issuer.ends_with('/') ? "" : "/";
  return issuer + slash + ".well-known/openid-configuration";
}

Result<Discovery> discovery_from(std::string_view text, const std::string& issuer) {
  TRY_ASSIGN(const auto value, parse_json(text, kProviderDocumentBytesMax));
  if (!value.is_object()) return fail(ErrorKind::kInvalid, "the provider's document is no object");
  const auto& object = value.get_object();
  TRY_ASSIGN(const auto said, text_member(object, "issuer"));
  if (said != issuer) {
    return fail(ErrorKind::kInvalid, "the provider's document is of another issuer", said);
  }
  Discovery discovery;
  TRY_ASSIGN(discovery.authorization_endpoint, url_member(object, "authorization_endpoint"));
  TRY_ASSIGN(discovery.token_endpoint, url_member(object, "token_endpoint"));
  TRY_ASSIGN(discovery.jwks_uri, url_member(object, "jwks_uri"));
  const auto* names = object.if_contains("authorization_response_iss_parameter_supported");
  discovery.names_issuer = names != nullptr && names->is_bool() && names->get_bool();
  discovery.takes_basic = takes_basic(object);
  return discovery;
}

Attempt new_attempt() {
  return {random_word(), random_word(), random_word()};
}

std::string code_challenge(std::string_view verifier) {
  const auto digest = sha256(verifier);
  return base64url({reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()});
}

std::string authorization_url(const Provider& provider, const Discovery& discovery,
                              const Attempt& attempt) {
  const auto& endpoint = discovery.authorization_endpoint;
  return endpoint + (endpoint.contains('?') ? '&' : '?') +
         "response_type=code&client_id=" + percent_encoded(provider.client_id) +
         "&redirect_uri=" + percent_encoded(provider.redirect_uri) +
         "&scope=openid%20email&state=" + attempt.state + "&nonce=" + attempt.nonce +
         "&code_challenge=" + code_challenge(attempt.verifier) + "&code_challenge_method=S256";
}

TokenRequest token_request(const Provider& provider, const Discovery& discovery,
                           const std::string& code, const std::string& verifier) {
  TokenRequest request;
  request.headers = {"Content-Type: application/x-www-form-urlencoded", "Accept: application/json"};
  request.body = "grant_type=authorization_code&code=" + percent_encoded(code) +
                 "&redirect_uri=" + percent_encoded(provider.redirect_uri) +
                 "&code_verifier=" + percent_encoded(verifier);
  const auto id = percent_encoded(provider.client_id);
  const auto secret = percent_encoded(provider.client_secret);
  if (discovery.takes_basic) {
    request.headers.push_back("Authorization: Basic " + base64(id + ":" + secret));
  } else {
    request.body += "&client_id=" + id + "&client_secret=" + secret;
  }
  return request;
}

Result<std::string> id_token_of(std::string_view text) {
  TRY_ASSIGN(const auto value, parse_json(text, kProviderDocumentBytesMax));
  if (!value.is_object()) return fail(ErrorKind::kInvalid, "the provider's answer is no object");
  return text_member(value.get_object(), "id_token");
}

std::string plain_email(std::string_view text) {
  const auto at = text.find('@');
  const bool fits = text.size() <= kEmailBytesMax && at != text.npos && at > 0 &&
                    at + 1 < text.size() && text.find('@', at + 1) == text.npos;
  const auto plain = [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != '<' && c != '>'; };
  if (!fits || !std::ranges::all_of(text, plain)) return {};
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return out;
}

}  // namespace baobei::sign_in
