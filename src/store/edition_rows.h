// What every store of editions holds alike: how many there may be. Pure.
#pragma once

#include "engine/edition_ports.h"

namespace baobei::store {

// Like those of webhooks: of no event, behind a place that no step of an application reaches.
inline constexpr std::uint32_t kEditionNoticeSeq = 1'001;

// Under which the files of a version lie: names of versions have no colon.
inline std::string files_key(engine::EditionKind kind, const std::string& version) {
  switch (kind) {
    case engine::EditionKind::kCatalogue:
      break;
    case engine::EditionKind::kPolicy:
      return "policy:" + version;
    case engine::EditionKind::kRules:
      return "rules:" + version;
  }
  return version;
}

// `all` and `open` are of the row's kind, before it.
inline Status room_for(const engine::EditionRow& row, std::size_t files, std::size_t all,
                       std::size_t open) {
  if (files > engine::kEditionFilesMax) {
    return fail(ErrorKind::kTooLarge, "at most 200 files are taken", "/files");
  }
  if (all >= engine::kEditionsMax) return fail(ErrorKind::kConflict, "there are 1000 versions");
  const bool waits = row.state == engine::EditionState::kProposed;
  if (!waits || open < engine::kEditionsOpenMax) return {};
  return fail(ErrorKind::kConflict, "ten versions wait for a second operator; withdraw some first");
}

}  // namespace baobei::store
