#include <set>

#include "check/addresses.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_insecure_address(Context& context, Findings& findings) {
  if (context.app() == nullptr && !context.is_plugin()) return;
  std::set<std::string> told;
  for (const auto& use : address_uses(context.program())) {
    const bool insecure = use.address.scheme == "http" || use.address.scheme == "ws";
    if (!insecure || kind_of_host(use.address.host) == HostKind::kLocal) continue;
    if (!told.insert(use.address.scheme + use.address.host).second) continue;
    findings.add(use.file->at(use.span),
                 about("未加密的地址", "an address without encryption: ",
                       use.address.scheme + "://" + use.address.host, "", ""));
  }
}

}  // namespace

Rule insecure_address() {
  return {
      .id = "network/insecure-address",
      .severity = Severity::kWarning,
      .title = {"使用 http 或 ws 地址", "Addresses over http or ws"},
      .why = {"request、uploadFile、downloadFile 只允许 https，connectSocket 只允许 wss，"
              "正式版中其他地址一律不通。",
              "request, uploadFile and downloadFile take https alone, connectSocket wss alone; in "
              "the released version other addresses do not answer."},
      .what_to_do = {"改用 https 或 wss，并在管理后台登记域名。",
                     "Use https or wss, and register the domain."},
      .good = {{{{"pages/index/index.js",
                  "const a = 'https://api.shop-one.cn/x' // http://old.shop-one.cn\nconst n = "
                  "'http://www.w3.org/2000/svg'"}}}},
      .bad = {{{{"pages/index/index.js", "wx.request({ url: 'http://api.shop-one.cn/x' })"}}},
              {{{"pages/index/index.js", "const b = `ws://live.shop-one.cn/${id}`"}}},
              {{{"pages/index/index.wxml", "<image src=\"http://img.shop-one.cn/a.png\"/>"}}}},
      .match = match_insecure_address,
  };
}

}  // namespace baobei::check::rules
