// Two versions side by side: what they are made of, then their files, then a file's lines.
#include <fcntl.h>

#include <algorithm>
#include <map>

#include "base/json.h"
#include "versions/line_diff.h"
#include "versions/shown_text.h"
#include "versions/text.h"
#include "versions/versions.h"

namespace baobei::versions {
namespace {

using engine::Change;
using Item = check::OutlineItem;

engine::OutlineChange change_of(Change change, const Item* before, const Item* after) {
  const Item& named = after != nullptr ? *after : *before;
  engine::OutlineChange row;
  row.aspect = wire_name(named.aspect);
  row.key = named.key;
  row.change = change;
  row.before = before != nullptr ? before->value : "";
  row.after = after != nullptr ? after->value : "";
  row.file = named.file;
  row.line = named.line;
  return row;
}

// Both lists are sorted by aspect and key, and a key stands once in an aspect.
void compare_outlines(const check::Outline& before, const check::Outline& after,
                      engine::Comparison& out) {
  const auto add = [&](Change change, const Item* old, const Item* young) {
    if (out.outline.size() >= engine::kOutlineChangesMax) {
      ++out.outline_left_out;
    } else {
      out.outline.push_back(change_of(change, old, young));
    }
  };
  const auto place = [](const Item& item) { return std::tie(item.aspect, item.key); };
  auto old = before.items.begin();
  auto young = after.items.begin();
  while (old != before.items.end() || young != after.items.end()) {
    const bool only_old =
        young == after.items.end() || (old != before.items.end() && place(*old) < place(*young));
    const bool only_young =
        old == before.items.end() || (young != after.items.end() && place(*young) < place(*old));
    if (only_old) {
      add(Change::kRemoved, &*old++, nullptr);
    } else if (only_young) {
      add(Change::kAdded, nullptr, &*young++);
    } else {
      if (old->value != young->value) add(Change::kChanged, &*old, &*young);
      ++old;
      ++young;
    }
  }
  out.outline_left_out += before.left_out + after.left_out;
}

engine::FileChange change_of(Change change, const package::File* before,
                             const package::File* after) {
  engine::FileChange row;
  row.path = after != nullptr ? after->path : before->path;
  row.change = change;
  row.size_before = before != nullptr ? before->size : 0;
  row.size_after = after != nullptr ? after->size : 0;
  row.kind = engine::kind_of(row.path);
  return row;
}

struct FileLists {
  std::vector<const package::File*> removed;
  std::vector<const package::File*> added;
  std::vector<engine::FileChange> rows;
};

void add_moved(FileLists& lists) {
  std::multimap<Digest, const package::File*> gone;
  for (const auto* file : lists.removed) gone.emplace(file->content, file);
  std::vector<const package::File*> truly_added;
  for (const auto* file : lists.added) {
    const auto twin = file->size == 0 ? gone.end() : gone.find(file->content);
    if (twin == gone.end()) {
      truly_added.push_back(file);
      continue;
    }
    lists.rows.push_back(change_of(Change::kMoved, twin->second, file));
    lists.rows.back().moved_from = twin->second->path;
    gone.erase(twin);
  }
  lists.added = std::move(truly_added);
  lists.removed.clear();
  for (const auto& [content, file] : gone) lists.removed.push_back(file);
}

// Both lists are sorted by path.
void compare_files(const std::vector<package::File>& before,
                   const std::vector<package::File>& after, engine::Comparison& out) {
  FileLists lists;
  auto old = before.begin();
  for (const auto& young : after) {
    while (old != before.end() && old->path < young.path) lists.removed.push_back(&*old++);
    if (old == before.end() || old->path != young.path) {
      lists.added.push_back(&young);
      continue;
    }
    if (old->content != young.content) {
      lists.rows.push_back(change_of(Change::kChanged, &*old, &young));
    }
    ++old;
  }
  while (old != before.end()) lists.removed.push_back(&*old++);
  add_moved(lists);
  for (const auto* file : lists.removed) {
    lists.rows.push_back(change_of(Change::kRemoved, file, nullptr));
  }
  for (const auto* file : lists.added) {
    lists.rows.push_back(change_of(Change::kAdded, nullptr, file));
  }
  std::ranges::sort(lists.rows, {}, &engine::FileChange::path);
  for (const auto& row : lists.rows) ++out.counts[static_cast<std::size_t>(row.change)];
  if (lists.rows.size() > engine::kFileChangesMax) {
    out.files_left_out = lists.rows.size() - engine::kFileChangesMax;
    lists.rows.resize(engine::kFileChangesMax);
  }
  out.files = std::move(lists.rows);
}

}  // namespace

Result<std::shared_ptr<const check::Outline>> StoredVersions::outline(const Digest& version) {
  if (auto known = outlines_.find(version)) return known;
  TRY_ASSIGN(const auto opened, open(version));
  TRY_ASSIGN(auto made, make_outline_(opened->file.get(), version));
  auto outline = std::make_shared<const check::Outline>(std::move(made));
  outlines_.keep(version, outline);
  return outline;
}

Result<engine::Comparison> StoredVersions::compare(const engine::Side& before,
                                                   const engine::Side& after) {
  engine::Comparison out;
  const auto files_of = [&](const engine::Side& side) -> Result<std::vector<package::File>> {
    if (!side.version) return std::vector<package::File>{};
    TRY_ASSIGN(const auto opened, open(*side.version));
    return opened->pack.files();
  };
  TRY_ASSIGN(const auto old_files, files_of(before));
  TRY_ASSIGN(const auto young_files, files_of(after));
  compare_files(old_files, young_files, out);
  const auto outline_of = [&](const engine::Side& side) {
    static const auto kNone = std::make_shared<const check::Outline>();
    return side.version ? outline(*side.version)
                        : Result<std::shared_ptr<const check::Outline>>(kNone);
  };
  const auto old = outline_of(before);
  const auto young = old ? outline_of(after) : old;
  if (young) {
    compare_outlines(**old, **young, out);
  } else if (young.error().kind == ErrorKind::kUnavailable) {
    out.outline_missing = young.error().context;
  } else {
    return std::unexpected(young.error());
  }
  return out;
}

// One side of a file's differences.
struct StoredVersions::SideText {
  bool there = false;
  engine::Shown shown = engine::Shown::kText;
  std::string text;
};

Result<StoredVersions::SideText> StoredVersions::side_text(const engine::Side& side,
                                                           const std::string& path) {
  SideText out;
  if (!side.version) return out;
  TRY_ASSIGN(const auto opened, open(*side.version));
  const auto* file = opened->pack.find(path);
  if (file == nullptr) return out;
  out.there = true;
  TRY_ASSIGN(auto text, shown_text(opened->pack, *file, side.masked));
  const bool large = file->size > engine::kShownFileBytesMax;
  if (!text) out.shown = large ? engine::Shown::kTooLarge : engine::Shown::kNotText;
  if (text) out.text = std::move(*text);
  return out;
}

Result<engine::FileDifferences> StoredVersions::compare_file(const engine::Side& before,
                                                             const std::string& path_before,
                                                             const engine::Side& after,
                                                             const std::string& path) {
  TRY_ASSIGN(const auto old, side_text(before, path_before));
  TRY_ASSIGN(const auto young, side_text(after, path));
  if (!old.there && !young.there) return fail(ErrorKind::kNotFound, "no such file on either side");
  engine::FileDifferences out;
  out.change = !old.there ? Change::kAdded : !young.there ? Change::kRemoved : Change::kChanged;
  if (old.there && young.there && path != path_before) out.change = Change::kMoved;
  out.shown = std::max(old.shown, young.shown);
  if (out.shown != engine::Shown::kText) return out;
  const auto old_lines = lines_of(old.text);
  const auto young_lines = lines_of(young.text);
  const auto diff = diff_lines(old_lines, young_lines);
  auto hunks = hunks_of(diff, old_lines, young_lines);
  out.hunks = std::move(hunks.hunks);
  out.hunks_left_out = hunks.left_out;
  out.coarse = diff.coarse;
  return out;
}

}  // namespace baobei::versions
