// For tests: the shipped files, whole or with one of them changed.
//
// Invariants: `change` wants its text to stand there, so that a test cannot pass by changing
// nothing. Threads: one test.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalogue/compile.h"
#include "catalogue/embedded.h"

namespace baobei::catalogue {

inline std::vector<SourceFile> shipped_files() {
  std::vector<SourceFile> files;
  for (const auto& [name, text] : embedded_files()) {
    files.push_back({std::string(name), std::string(text)});
  }
  return files;
}

inline SourceFile& file_of(std::vector<SourceFile>& files, std::string_view name) {
  const auto found = std::ranges::find(files, name, &SourceFile::name);
  CHECK(found != files.end(), std::string(name));
  return *found;
}

// Replaces the first `from` of the file.
inline void change(std::vector<SourceFile>& files, std::string_view name, std::string_view from,
                   std::string_view to) {
  auto& text = file_of(files, name).text;
  const auto at = text.find(from);
  CHECK(at != std::string::npos, std::string(from));
  text.replace(at, from.size(), to);
}

inline constexpr const char* kSmall = "categories/small.toml";
inline constexpr const char* kSmallText = R"(slug = "small"
first = { zh = "小类", en = "Small" }

[[category]]
id = "small-a"
second = { zh = "甲", en = "First" }
tree = "non_personal"
status = "open"
subjects = ["non_personal"]
scope = { zh = "甲的范围", en = "What the first covers" }
filing = [{ kind = "CAC7", certainty = "attested" }]
carries_filing_of = []
any_of = [
  { all_of = [{ document = "《营业执照》", scope = "食品" }] },
]
redirects = [{ when = { zh = "乙类内容", en = "content of the second" }, to = ["small-b"] }]
seen = ["wechat-2026-02"]

[[category]]
id = "small-b"
second = { zh = "甲", en = "First" }
third = { zh = "乙一", en = "Second one" }
parent = "small-a"
tree = "non_personal"
status = "open"
subjects = ["personal"]
scope = { zh = "乙的范围", en = "What the second covers" }
filing = []
carries_filing_of = []
any_of = []
seen = ["sister-2026-09"]
)";

inline constexpr const char* kSmallSignals = "signals/small.toml";
inline constexpr const char* kSmallSignalsText = R"(stop = ["公众号"]

[[set]]
id = "retail"
words = ["购物车"]

[[structure]]
id = "buying"
title = { zh = "购物车与地址", en = "Cart and address" }
groups = [["购物车"], ["收货地址"]]
least = 2
speaks_for = { small-a = 90 }

[[signal]]
category = "small-a"
core = ["甲词"]
words = ["乙词"]
needs = ["retail"]
yields_to = ["small-*"]
)";

inline constexpr const char* kSmallPack = "packs/small.toml";
inline constexpr const char* kSmallPackText = R"(id = "small"
version = "1"
error = true
title = { zh = "小包", en = "A small pack" }
why = { zh = "为什么", en = "Why" }
what_to_do = { zh = "怎么办", en = "What to do" }

[[terms]]
id = "stake"
words = ["下注"]

[[combination]]
level = "high"
needs = ["stake"]
message = { zh = "有下注", en = "stakes are placed" }

[[counter]]
words = ["新闻"]

[[example]]
name = "a stake"
expect = "high"
texts = ["button: 下注"]

[[example]]
name = "no stake"
expect = "none"
texts = ["text: 下雨"]
)";

// The shipped files with one small file of categories, signals and a pack instead of all of them.
inline std::vector<SourceFile> small_catalogue() {
  auto files = shipped_files();
  std::erase_if(files, [](const auto& file) {
    return file.name.starts_with("categories/") || file.name.starts_with("signals/") ||
           file.name.starts_with("packs/");
  });
  files.push_back({kSmall, kSmallText});
  files.push_back({kSmallSignals, kSmallSignalsText});
  files.push_back({kSmallPack, kSmallPackText});
  return files;
}

}  // namespace baobei::catalogue
