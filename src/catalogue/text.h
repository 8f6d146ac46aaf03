// The words of the catalogue in both languages, and where a row of it stands.
// Threads: plain values.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <string>

namespace baobei::catalogue {

enum class Language { kZh, kEn };
BOOST_DESCRIBE_ENUM(Language, kZh, kEn)

// The same words twice; neither is ever empty in a loaded catalogue.
struct Text {
  std::string zh;
  std::string en;

  const std::string& in(Language language) const { return language == Language::kZh ? zh : en; }
  bool operator==(const Text&) const = default;
};
BOOST_DESCRIBE_STRUCT(Text, (), (zh, en))

// Where a row stands: "categories/social.toml", 41.
struct Where {
  std::string file;
  int line = 0;
};
BOOST_DESCRIBE_STRUCT(Where, (), (file, line))

}  // namespace baobei::catalogue
