#include "store/log_tree.h"

#include "store/beside_sql.h"
#include "store/reader_pool.h"

namespace baobei::store {
namespace {

constexpr std::uint64_t kWidth = std::uint64_t{1} << merkle::kStoredBits;
constexpr std::uint64_t kNodesAtOnce = 1'000;

constexpr char kLeaves[] =
    "SELECT hash FROM event WHERE log_index > ?1 AND log_index <= ?2 ORDER BY log_index";
constexpr char kNodes[] =
    "SELECT hash FROM log_node WHERE level = ?1 AND no >= ?2 AND no < ?3 ORDER BY no";
constexpr char kAddNode[] = "INSERT INTO log_node (level, no, hash) VALUES (?1, ?2, ?3)";
constexpr char kCountNodes[] = "SELECT count(*) FROM log_node WHERE level = ?1";
constexpr char kHasNodes[] =
    "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'log_node'";

Result<std::vector<Digest>> read_row(Connection& db, unsigned level, std::uint64_t first,
                                     std::size_t count) {
  std::vector<Digest> row;
  row.reserve(count);
  const auto take = [&row](Query& query) {
    while (query.next()) query.columns(row.emplace_back());
    return query.status();
  };
  if (level == 0) {
    Query query(db, kLeaves, first, first + count);
    TRY(take(query));
    for (auto& hash : row) hash = merkle::leaf_hash(hash);
  } else {
    Query query(db, kNodes, level, first, first + count);
    TRY(take(query));
  }
  if (row.size() == count) return row;
  return fail(ErrorKind::kNotFound, "the log's tree has no such nodes");
}

// The root over the 256 nodes below it.
Result<Digest> made_node(Connection& db, unsigned level, std::uint64_t no) {
  TRY_ASSIGN(const auto below, read_row(db, level - 1, no * kWidth, kWidth));
  merkle::Range range;
  for (const auto& node : below) range.add(node);
  return range.root();
}

Result<std::uint64_t> nodes_of(Connection& db, unsigned level) {
  Query query(db, kCountNodes, level);
  std::uint64_t count = 0;
  if (query.next()) query.columns(count);
  TRY(query.status());
  return count;
}

Result<bool> has_nodes(Connection& db) {
  Query query(db, kHasNodes);
  const bool there = query.next();
  TRY(query.status());
  return there;
}

std::unexpected<Error> broken(std::string what, unsigned level, std::uint64_t no) {
  return fail(ErrorKind::kCorrupt, "the log's tree, level " + std::to_string(level) + ", node " +
                                       std::to_string(no) + ": " + std::move(what));
}

Status check_level(Connection& db, unsigned level, std::uint64_t complete) {
  TRY_ASSIGN(const auto stored, nodes_of(db, level));
  if (stored != complete) {
    return broken(
        std::to_string(stored) + " are stored, " + std::to_string(complete) + " are complete",
        level, complete);
  }
  for (std::uint64_t no = 0; no < complete; ++no) {
    const auto found = read_row(db, level, no, 1);
    if (!found && found.error().kind == ErrorKind::kNotFound) {
      return broken("it is missing", level, no);
    }
    TRY(found);
    TRY_ASSIGN(const auto made, made_node(db, level, no));
    if (found->front() != made) return broken("it is not what the events say", level, no);
  }
  return {};
}

}  // namespace

Status add_log_nodes(Connection& db, std::uint64_t log_index) {
  unsigned level = 1;
  for (auto complete = log_index; complete % kWidth == 0; ++level) {
    complete /= kWidth;
    TRY_ASSIGN(const auto made, made_node(db, level, complete - 1));
    TRY(execute(db, kAddNode, level, complete - 1, made));
  }
  return {};
}

Status complete_log_nodes(Connection& db) {
  TRY_ASSIGN(const auto events, log_size(db));
  unsigned level = 1;
  for (auto complete = events / kWidth; complete > 0; complete /= kWidth, ++level) {
    TRY_ASSIGN(auto stored, nodes_of(db, level));
    while (stored < complete) {
      Transaction transaction(db);
      TRY(transaction.begin(Transaction::Kind::kWrite));
      for (std::uint64_t i = 0; i < kNodesAtOnce && stored < complete; ++i, ++stored) {
        TRY_ASSIGN(const auto made, made_node(db, level, stored));
        TRY(execute(db, kAddNode, level, stored, made));
      }
      TRY(transaction.commit());
    }
  }
  return {};
}

Status check_log_nodes(Connection& db, std::uint64_t events) {
  TRY_ASSIGN(const bool there, has_nodes(db));
  if (!there) return {};
  unsigned level = 1;
  for (auto complete = events / kWidth; complete > 0; complete /= kWidth, ++level) {
    TRY(check_level(db, level, complete));
  }
  return check_level(db, level, 0);
}

Result<std::uint64_t> log_size(Connection& db) {
  Query query(db, sql::kLogHead);
  std::uint64_t head = 0;
  if (query.next()) query.columns(head);
  TRY(query.status());
  return head;
}

Result<std::vector<Digest>> ConnectionNodes::row(unsigned level, std::uint64_t first,
                                                 std::size_t count) {
  return read_row(db_, level, first, count);
}

Result<std::uint64_t> SqliteLogTree::size() {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  return log_size(*db);
}

Result<std::vector<Digest>> SqliteLogTree::row(unsigned level, std::uint64_t first,
                                               std::size_t count) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  return read_row(*db, level, first, count);
}

}  // namespace baobei::store
