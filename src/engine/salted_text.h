// Free text as an erasable row and the commitment that a command carries in its place (R24).
// Threads: any.
#pragma once

#include <array>
#include <string>
#include <utility>

#include "engine/rows.h"

namespace baobei::engine {

inline TextRow salted_text(std::string kind, std::string text) {
  std::array<std::uint8_t, 32> random{};
  fill_random(random);
  TextRow row;
  row.salt.assign(reinterpret_cast<const char*>(random.data()), random.size());
  row.kind = std::move(kind);
  row.text = std::move(text);
  row.commitment = sha256(row.salt + row.text);
  return row;
}

}  // namespace baobei::engine
