// What project.config.json says of which files a developer's upload leaves out: packOptions, and the
// folders that are uploaded by themselves, cloud functions and plugins.
//
// For clients alone: on a server every file that was delivered is read, whatever its
// project.config.json says (R4).
//
// Invariants: paths are those below the program's folder, as the platform's tools take them. What
// is named by `include` stays although `ignore` names it too. Entries of type `regexp` are not
// followed: their files stay, which can only make a check stricter. Bounded: kLeftOutMax entries,
// and a glob never takes more steps than its length times the path's.
// Threads: plain values, pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace baobei::package {

inline constexpr std::size_t kLeftOutMax = 1'000;

class LeftOut {
 public:
  // Nothing is left out.
  LeftOut() = default;
  // Of the text of a project.config.json; what it says in another form counts for nothing.
  explicit LeftOut(std::string_view project_config);

  bool has(std::string_view path) const;
  bool empty() const { return ignored_.empty(); }

 private:
  struct Entry {
    enum class Type { kFile, kFolder, kSuffix, kPrefix, kGlob };
    Type type = Type::kFile;
    std::string value;
  };
  static bool matches(const Entry& entry, std::string_view path);
  static std::vector<Entry> entries(std::string_view project_config, const char* key);

  std::vector<Entry> ignored_;
  std::vector<Entry> included_;
};

// `*` and `?` within a name, `**` across folders, `[…]` is taken by the letter.
bool matches_glob(std::string_view glob, std::string_view path);

// Of the project in a folder; nothing where it has no readable project.config.json.
LeftOut left_out_of(const std::string& directory);

}  // namespace baobei::package
