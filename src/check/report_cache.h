// Reports of packages that were checked before on this machine: what has not changed is answered
// from a folder instead of being checked again.
//
// A report is found by a digest over the paths and digests of the package's files, the versions of
// checker, rules and catalogue, the program's own file, and all that the check was told: declared
// categories, subject, settings, codes of pictures, and the day, because what a developer says of
// findings ends. Invariants: only finished reports are kept, as check_pack made them; at most
// kReportsKept of them, the oldest go first; a file that is no such report, or one of another
// package or version, is as good as none. For a developer's own machine: a server never answers
// from a folder that somebody could have written to. Threads: any, and several programs at once:
// files are renamed into place. Owner: the caller.
#pragma once

#include <filesystem>
#include <optional>

#include "check/check.h"

namespace baobei::check {

class ReportCache {
 public:
  static constexpr std::size_t kReportsKept = 64;

  // `folder` is made when the first report is kept.
  explicit ReportCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Not where `options` has knowledge of its own.
  std::optional<Report> find(const package::Pack& pack, const Options& options) const;

  // Nothing is said where the disk refuses: the next check takes its time, that is all.
  void keep(const package::Pack& pack, const Options& options, const Report& report) const;

 private:
  std::filesystem::path file_of(const package::Pack& pack, const Options& options) const;
  void drop_oldest() const;

  std::filesystem::path folder_;
};

}  // namespace baobei::check
