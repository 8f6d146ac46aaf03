#include <fmt/format.h>

#include "check/program.h"
#include "check/rules/rules.h"
#include "check/secrets.h"

namespace baobei::check::rules {
namespace {

Text said(SecretKind kind) {
  switch (kind) {
    case SecretKind::kAppSecret:
      return {"代码中有 AppSecret：", "an AppSecret stands in the code: "};
    case SecretKind::kPrivateKey:
      return {"代码中有私钥：", "a private key stands in the code: "};
    case SecretKind::kCloudKey:
      return {"代码中有云服务的密钥：", "a cloud account's key stands in the code: "};
    case SecretKind::kAccessToken:
      break;
  }
  return {"代码中有访问令牌：", "an access token stands in the code: "};
}

void match_secret_in_code(Context& context, Findings& findings) {
  const auto& program = context.program();
  for (const auto& file : program.files()) {
    for (const auto& piece : file->pieces) {
      for (const auto& secret : find_secrets(piece.text, piece.key)) {
        const auto shown =
            masked(piece.text.substr(secret.begin, secret.end - secret.begin), context.digest());
        const auto words = said(secret.kind);
        findings.add(file->at(piece.span), {words.zh + shown, words.en + shown});
      }
    }
  }
}

}  // namespace

Rule secret_in_code() {
  // Put together here, so that nothing of the form of a key stands in this file.
  const std::string kHex = fmt::format("{}{}", "0f1e2d3c4b5a6978", "8796a5b4c3d2e1f0");
  const std::string kCloud = fmt::format("{}{}", "AKID", "z8krbsJ5yKBZQpn74WFkmLPx3gnPhESA");
  return {
      .id = "secrets/secret-in-code",
      .severity = Severity::kError,
      .title = {"代码中有密钥", "A secret stands in the code"},
      .why = {"包里的一切用户都能取出来；AppSecret、私钥和云密钥一旦公开，"
              "别人就能以你的名义调用接口。",
              "Users can read everything in a package; whoever has the AppSecret, a private key or "
              "a cloud key acts in your name."},
      .what_to_do = {"立即作废并重新生成，只放在服务器上。",
                     "Revoke it now, make a new one, and keep it on the server."},
      .good = {{{{"pages/index/index.js",
                  "const appid = 'wx0123456789abcdef', secret = '', md5 = '" + kHex + "'"}}},
               {{{"pages/index/index.js", "const secretKey = getSecretKeyFromServer()"}}}},
      .bad = {{{{"app.js", "const appSecret = '" + kHex + "'"}}},
              {{{"app.js", "App({ secret: '" + kHex + "' })"}}},
              {{{"app.js", "wx.request({ url: 'https://a.shop-one.cn/?secret=" + kHex + "' })"}}},
              {{{"app.js", "const k = '" + kCloud + "'"}}},
              {{{"config.json", "{\"SecretKey\": \"" + kHex + "\"}"}}},
              {{{"app.js", "const k = `-----BEGIN " + std::string("RSA PRIVATE") +
                               " KEY-----\nMIIEowIBAAKCAQEA1b\n`"}}}},
      .match = match_secret_in_code,
  };
}

}  // namespace baobei::check::rules
