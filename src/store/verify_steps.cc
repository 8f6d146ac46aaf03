#include "store/verify_steps.h"

#include "base/json.h"
#include "engine/step_chain.h"
#include "store/sqlite_directory_steps.h"

namespace baobei::store {
namespace {

constexpr std::size_t kStepsAtOnce = 500;
constexpr std::size_t kDetailBytesMax = std::size_t{1} << 20;

constexpr char kHasChain[] = "SELECT 1 FROM pragma_table_info('desk_step') WHERE name = 'hash'";
constexpr char kStepsOfChain[] =
    "SELECT id, kind, subject, category, application, revision, actor, at, body, prev, hash "
    "FROM desk_step WHERE id > ?1 ORDER BY id LIMIT ?2";
constexpr char kHasDirectorySteps[] =
    "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'directory_step'";
constexpr char kDirectoryStepsOfChain[] =
    "SELECT id, what, about, actor, at, changes FROM directory_step WHERE id > ?1 ORDER BY id "
    "LIMIT ?2";
constexpr char kDirectoryLink[] = "SELECT prev, hash FROM directory_step WHERE id = ?1";
constexpr char kDirectoryStepsGiven[] = "SELECT value FROM counter WHERE name = 'directory_step'";
constexpr char kStepsGiven[] = "SELECT value FROM counter WHERE name = 'desk_step'";

struct Chained {
  engine::StepRow step;
  std::optional<Digest> prev;
  std::optional<Digest> hash;
};

Status fault(const engine::StepRow& step, const std::string& what) {
  return fail(ErrorKind::kCorrupt, "step " + std::to_string(step.id) + ": " + what);
}

Result<std::vector<Chained>> read_steps(Connection& db, std::uint64_t after) {
  std::vector<Chained> rows;
  Query query(db, kStepsOfChain, after, kStepsAtOnce);
  while (query.next()) {
    auto& row = rows.emplace_back();
    auto& step = row.step;
    std::string kind;
    std::string body;
    query.columns(step.id, kind, step.subject, step.category, step.application, step.revision,
                  step.actor, step.at, body, row.prev, row.hash);
    const auto known = enum_from_wire<engine::StepKind>(kind);
    if (!known) return fail(ErrorKind::kCorrupt, "a step of an unknown kind: " + kind);
    step.kind = *known;
    TRY_ASSIGN(const auto detail, parse_json(body, kDetailBytesMax));
    TRY(from_json(detail, step.detail));
  }
  TRY(query.status());
  return rows;
}

Status directory_fault(std::uint64_t id, const std::string& what) {
  return fail(ErrorKind::kCorrupt, "step " + std::to_string(id) + " of the directory: " + what);
}

Result<std::vector<engine::DirectoryStep>> read_directory_steps(Connection& db,
                                                                std::uint64_t after) {
  std::vector<engine::DirectoryStep> rows;
  Query query(db, kDirectoryStepsOfChain, after, kStepsAtOnce);
  while (query.next()) TRY(read_directory_step(query, rows.emplace_back()));
  TRY(query.status());
  return rows;
}

// `before`: the hash of the step before; afterwards that of this one.
Status check_link(Connection& db, const engine::DirectoryStep& step, Digest& before) {
  Digest prev{};
  Digest hash{};
  Query query(db, kDirectoryLink, step.id);
  if (query.next()) query.columns(prev, hash);
  TRY(query.status());
  if (prev != before) return directory_fault(step.id, "it follows another one");
  if (engine::hash_of_step(step, prev) != hash) {
    return directory_fault(step.id, "it is not what was hashed");
  }
  before = hash;
  return {};
}

}  // namespace

Status check_steps(Connection& db) {
  {
    Query query(db, kHasChain);
    const bool chained = query.next();
    TRY(query.status());
    if (!chained) return {};
  }
  std::uint64_t last = 0;
  std::optional<Digest> before;
  for (;;) {
    TRY_ASSIGN(const auto rows, read_steps(db, last));
    if (rows.empty()) break;
    for (const auto& row : rows) {
      if (row.step.id != last + 1) return fault(row.step, "the one before is missing");
      last = row.step.id;
      if (!row.hash && !before) continue;
      if (!row.hash || !row.prev) return fault(row.step, "it is not chained");
      if (*row.prev != before.value_or(Digest{})) return fault(row.step, "it follows another one");
      if (engine::hash_of_step(row.step, *row.prev) != *row.hash) {
        return fault(row.step, "it is not what was hashed");
      }
      before = row.hash;
    }
  }
  std::uint64_t given = 0;
  Query query(db, kStepsGiven);
  if (query.next()) query.columns(given);
  TRY(query.status());
  if (given == last) return {};
  return fail(ErrorKind::kCorrupt, "the steps end at " + std::to_string(last) + ", " +
                                       std::to_string(given) + " were taken");
}

Status check_directory_steps(Connection& db) {
  {
    Query query(db, kHasDirectorySteps);
    const bool kept = query.next();
    TRY(query.status());
    if (!kept) return {};
  }
  std::uint64_t last = 0;
  Digest before{};
  for (;;) {
    TRY_ASSIGN(const auto rows, read_directory_steps(db, last));
    if (rows.empty()) break;
    for (const auto& step : rows) {
      if (step.id != last + 1) return directory_fault(step.id, "the one before is missing");
      last = step.id;
      TRY(check_link(db, step, before));
    }
  }
  std::uint64_t given = 0;
  Query query(db, kDirectoryStepsGiven);
  if (query.next()) query.columns(given);
  TRY(query.status());
  if (given == last) return {};
  return fail(ErrorKind::kCorrupt, "the steps of the directory end at " + std::to_string(last) +
                                       ", " + std::to_string(given) + " were taken");
}

}  // namespace baobei::store
