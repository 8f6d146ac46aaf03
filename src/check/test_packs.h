// Packs of files in memory, for tests.
#pragma once

#include <map>
#include <string>

#include "base/file.h"
#include "check/check.h"

namespace baobei::check {

inline Fd pack_file(const std::map<std::string, std::string>& files) {
  const auto bytes = package::pack_of(files);
  CHECK(bytes.has_value());
  auto file = memory_file("test");
  CHECK(file && write_all(file->get(), *bytes));
  return std::move(*file);
}

inline Report report_on(const std::map<std::string, std::string>& files,
                        const Options& options = {}) {
  const Fd file = pack_file(files);
  const auto pack = package::Pack::open(file.get());
  CHECK(pack.has_value());
  return check_pack(*pack, options);
}

}  // namespace baobei::check
