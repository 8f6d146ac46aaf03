#include "check/rules/rules.h"
#include "check/sizes.h"

namespace baobei::check::rules {
namespace {

void match_total_size(Context& context, Findings& findings) {
  Part total;
  for (const auto& part : parts_of(context)) {
    total.all += part.all;
    total.fixed += part.fixed;
  }
  if (total.all <= kTotalBytesMax) {
    if (total.fixed > kProviderBytesMax) {
      findings.add({},
                   {"全部包合计 " + megabytes(total.fixed) + "，经服务商提交时上限为 20 MB",
                    "all packages together have " + megabytes(total.fixed) +
                        "; at most 20 MB through a provider"},
                   Severity::kNote);
    }
    return;
  }
  const bool surely = total.fixed > kTotalBytesMax;
  const auto size = megabytes(surely ? total.fixed : total.all);
  findings.add({},
               {"全部包合计 " + size + "，上限为 30 MB",
                "all packages together have " + size + "; at most 30 MB"},
               surely ? Severity::kError : Severity::kWarning);
}

}  // namespace

Rule total_size() {
  return {
      .id = "structure/total-size",
      .severity = Severity::kError,
      .title = {"全部包合计过大", "All packages together are too large"},
      .why = {"平台规定主包与全部分包合计不超过 30 MB，经服务商提交的不超过 20 MB。",
              "The platform takes at most 30 MB for main package and sub-packages together, 20 MB "
              "through a provider."},
      .what_to_do = {"把图片、音视频放到网络上，删除不用的文件。",
                     "Move pictures, sound and film to the network, and remove what is not used."},
      .good = {{}},
      .bad = {{{}, {}, {{"a.png", 16 * 1024 * 1024}, {"b.png", 16 * 1024 * 1024}}},
              {{}, {}, {{"a.png", 11 * 1024 * 1024}, {"b.png", 10 * 1024 * 1024}}}},
      .match = match_total_size,
  };
}

}  // namespace baobei::check::rules
