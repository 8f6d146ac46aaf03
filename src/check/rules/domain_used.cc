#include <set>

#include "check/addresses.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_domain_used(Context& context, Findings& findings) {
  if (context.app() == nullptr && !context.is_plugin()) return;
  std::set<std::string> told;
  for (const auto& use : address_uses(context.program())) {
    if (kind_of_host(use.address.host) != HostKind::kDomain) continue;
    if (!told.insert(use.address.host).second) continue;
    findings.add(use.file->at(use.span),
                 about("使用的域名：", "a domain that is used: ", use.address.host, "", ""));
  }
}

}  // namespace

Rule domain_used() {
  return {
      .id = "network/domain-used",
      .severity = Severity::kNote,
      .title = {"代码中使用的域名", "Domains that the code uses"},
      .why = {"每个请求、上传、下载和 web-view 的域名都要先在管理后台登记，且须完成 ICP 手续。",
              "Each domain of requests, uploads, downloads and web-views must be registered first, "
              "and have its ICP registration."},
      .what_to_do = {"核对这些域名是否都已登记；删除不用的。",
                     "See that these domains are all registered; remove those not used."},
      .good = {{},
               {{{"pages/index/index.js", "// https://api.shop-one.cn"}}},
               {{{"sitemap.json",
                  "{\"desc\": \"https://docs.shop-one.cn/sitemap\", \"rules\": []}"}}}},
      .bad = {{{{"pages/index/index.js", "const a = 'https://api.shop-one.cn/x'"}}}},
      .match = match_domain_used,
  };
}

}  // namespace baobei::check::rules
