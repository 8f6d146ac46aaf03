// engine::Editions over the store in memory: the twin of SqliteEditions. Threads: any, through the
// database's mutex. Owner: whoever makes it; the database outlives it.
#pragma once

#include <algorithm>

#include "engine/edition_ports.h"
#include "store/audience.h"
#include "store/cursor.h"
#include "store/edition_rows.h"
#include "store/memory_store.h"

namespace baobei::store {

class MemoryEditions final : public engine::Editions {
 public:
  explicit MemoryEditions(MemoryDatabase& database) : db_(database) {}

  Status add(const engine::EditionRow& row, std::span<const engine::EditionText> files) override {
    const std::lock_guard lock(db_.mutex);
    std::size_t all = 0;
    std::size_t open = 0;
    for (const auto& each : rows_) {
      if (each.kind != row.kind) continue;
      ++all;
      open += each.state == engine::EditionState::kProposed ? 1 : 0;
    }
    TRY(room_for(row, files.size(), all, open));
    for (const auto& each : rows_) {
      const bool same_name = each.kind == row.kind && each.version == row.version;
      if (same_name || clashes(each, row)) return taken();
    }
    rows_.push_back(row);
    rows_.back().no = rows_.size();
    if (row.kind == engine::EditionKind::kPolicy) return {};
    auto& kept = files_[files_key(row.kind, row.version)];
    kept.assign(files.begin(), files.end());
    std::ranges::sort(kept, {}, &engine::EditionText::name);
    return {};
  }
  Status decide(engine::EditionKind kind, const std::string& version, engine::EditionState from,
                engine::EditionState to, const lifecycle::PersonId& by, Instant at) override {
    const std::lock_guard lock(db_.mutex);
    auto* row = find_row(kind, version);
    if (row == nullptr) return fail(ErrorKind::kNotFound, "no such version");
    if (row->state != from) return fail(ErrorKind::kConflict, "the version was decided before");
    auto decided = *row;
    decided.state = to;
    decided.decided_by = by;
    decided.decided_at = at;
    for (const auto& each : rows_) {
      if (each.no != row->no && clashes(each, decided)) return taken();
    }
    *row = decided;
    return {};
  }
  Status follow(const engine::ActivationStep& step) override {
    const std::lock_guard lock(db_.mutex);
    auto* row = find_row(step.kind, step.version);
    if (row == nullptr) return fail(ErrorKind::kNotFound, "no such version");
    row->activation_after = step.after;
    row->looked_at += step.looked_at;
    row->told += step.notices.size();
    row->finished = step.finished;
    for (const auto& notice : step.notices) tell(notice);
    return {};
  }
  Result<engine::Listed<engine::EditionRow>> list(engine::EditionKind kind,
                                                  const engine::Page& page) override {
    TRY_ASSIGN(const auto before, read_number_cursor(page.after, INT64_MAX));
    const std::lock_guard lock(db_.mutex);
    engine::Listed<engine::EditionRow> listed;
    for (auto row = rows_.rbegin(); row != rows_.rend(); ++row) {
      if (row->kind != kind || row->no >= before) continue;
      if (listed.rows.size() == rows_of(page)) {
        listed.next = write_cursor(listed.rows.back().no);
        break;
      }
      listed.rows.push_back(*row);
    }
    return listed;
  }
  Result<std::vector<engine::EditionRow>> confirmed(engine::EditionKind kind) override {
    const std::lock_guard lock(db_.mutex);
    std::vector<engine::EditionRow> rows;
    for (const auto& row : rows_) {
      if (row.kind == kind && row.state == engine::EditionState::kConfirmed) rows.push_back(row);
    }
    std::ranges::sort(rows, {}, &engine::EditionRow::effective_from);
    return rows;
  }
  Result<engine::EditionRow> find(engine::EditionKind kind, const std::string& version) override {
    const std::lock_guard lock(db_.mutex);
    const auto* row = find_row(kind, version);
    if (row == nullptr) return fail(ErrorKind::kNotFound, "no such version");
    return *row;
  }
  Result<std::vector<engine::EditionText>> files(engine::EditionKind kind,
                                                 const std::string& version) override {
    const std::lock_guard lock(db_.mutex);
    const auto found = files_.find(files_key(kind, version));
    if (found == files_.end() || found->second.empty()) {
      return fail(ErrorKind::kNotFound, "no such version");
    }
    return found->second;
  }

 private:
  static std::unexpected<Error> taken() {
    return fail(ErrorKind::kConflict, "there is a version of this name or instant");
  }
  static bool clashes(const engine::EditionRow& a, const engine::EditionRow& b) {
    return a.kind == b.kind && a.state == engine::EditionState::kConfirmed &&
           b.state == engine::EditionState::kConfirmed && a.effective_from == b.effective_from;
  }
  engine::EditionRow* find_row(engine::EditionKind kind, const std::string& version) {
    const auto found = std::ranges::find_if(
        rows_, [&](const auto& row) { return row.kind == kind && row.version == version; });
    return found == rows_.end() ? nullptr : &*found;
  }
  void tell(const engine::NoticeRow& notice) {
    const auto subject = db_.subjects.find(notice.address);
    const bool known = subject != db_.subjects.end();
    MemoryNotice kept;
    kept.item.id = db_.notices.size() + 1;
    kept.item.row = notice;
    kept.item.row.revision = kept.item.id;
    kept.item.row.seq = kEditionNoticeSeq;
    kept.inbox = known ? audience_of_org(subject->second.org) : inbox_of_subject(notice.address);
    db_.notices.emplace(kept.item.id, std::move(kept));
  }

  MemoryDatabase& db_;
  std::vector<engine::EditionRow> rows_;  // by number
  std::map<std::string, std::vector<engine::EditionText>> files_;
};

}  // namespace baobei::store
