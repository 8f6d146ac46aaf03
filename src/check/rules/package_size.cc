#include "check/rules/rules.h"
#include "check/sizes.h"

namespace baobei::check::rules {
namespace {

void match_package_size(Context& context, Findings& findings) {
  for (const auto& part : parts_of(context)) {
    if (part.all <= kPartBytesMax) continue;
    const auto zh = part.name.empty() ? "主包" : "分包" + quoted_zh(part.name);
    const auto en =
        part.name.empty() ? "the main package" : "the sub-package " + quoted_en(part.name);
    if (part.fixed > kPartBytesMax) {
      findings.add(part.at, {zh + "有 " + megabytes(part.fixed) + "，超过 2 MB",
                             en + " has " + megabytes(part.fixed) + "; at most 2 MB"});
    } else {
      findings.add(part.at,
                   {zh + "的源文件共 " + megabytes(part.all) + "，编译压缩后可能仍超过 2 MB",
                    "the sources of " + en + " have " + megabytes(part.all) +
                        "; compiled they may still be over 2 MB"},
                   Severity::kWarning);
    }
  }
}

}  // namespace

Rule package_size() {
  return {
      .id = "structure/package-size",
      .severity = Severity::kError,
      .title = {"主包或分包过大", "The main package or a sub-package is too large"},
      .why = {"平台规定主包和每个分包不超过 2 MB。",
              "The platform takes at most 2 MB for the main package and for each sub-package."},
      .what_to_do = {"把图片、音视频放到网络上，压缩代码，或拆分到分包。",
                     "Move pictures, sound and film to the network, minify the code, or split off "
                     "sub-packages."},
      .good = {{},
               {{}, {}, {{"README.md", 3 * 1024 * 1024}}},
               {{{"app.json",
                  "{\"pages\": [\"pages/index/index\"], \"subPackages\": [{\"root\": \"s\", "
                  "\"pages\": []}]}"}},
                {},
                {{"a.png", 1536 * 1024}, {"s/b.png", 1536 * 1024}}}},
      .bad = {{{}, {}, {{"a.png", 1536 * 1024}, {"b.png", 1536 * 1024}}},
              {{}, {}, {{"lib.js", 3 * 1024 * 1024}}}},
      .match = match_package_size,
  };
}

}  // namespace baobei::check::rules
