#include <set>

#include "check/addresses.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

Text said(HostKind kind) {
  switch (kind) {
    case HostKind::kIp:
      return {"以 IP 地址访问", "an IP address is used: "};
    case HostKind::kLocal:
      return {"本机或内网地址", "an address of this machine or a local network: "};
    case HostKind::kTest:
    case HostKind::kDomain:
      break;
  }
  return {"测试环境的地址", "an address of a test system: "};
}

void match_host_unusable(Context& context, Findings& findings) {
  if (context.app() == nullptr && !context.is_plugin()) return;
  std::set<std::string> told;
  for (const auto& use : address_uses(context.program())) {
    const auto kind = kind_of_host(use.address.host);
    if (kind == HostKind::kDomain || !told.insert(use.address.host).second) continue;
    const auto words = said(kind);
    findings.add(use.file->at(use.span), about(words.zh, words.en, use.address.host, "", ""));
  }
}

}  // namespace

Rule host_unusable() {
  return {
      .id = "network/host-unusable",
      .severity = Severity::kWarning,
      .title = {"IP、本机或测试环境的地址", "IP addresses, this machine, test systems"},
      .why =
          {"正式版不能访问 IP、localhost 和内网；测试环境一停，审核员看到的就是打不开的页面。",
           "The released version reaches no IP address, localhost or local network; and when the "
           "test system stops, a reviewer sees pages that do not load."},
      .what_to_do = {"换成正式环境已登记的域名。",
                     "Use the registered domain of the production system."},
      .good = {{{{"pages/index/index.js", "const a = 'https://api.shop-one.cn/test/dev'"}}},
               {{{"pages/index/index.js", "// http://127.0.0.1:8080"}}}},
      .bad = {{{{"pages/index/index.js", "const a = 'http://127.0.0.1:8080/x'"}}},
              {{{"pages/index/index.js", "const a = 'https://8.8.8.8/x'"}}},
              {{{"app.js", "App({ host: 'http://192.168.1.5:3000' })"}}},
              {{{"app.js", "App({ host: 'https://test.api.shop-one.cn' })"}}},
              {{{"app.js", "App({ host: 'https://a1b2.ngrok.io' })"}}}},
      .match = match_host_unusable,
  };
}

}  // namespace baobei::check::rules
