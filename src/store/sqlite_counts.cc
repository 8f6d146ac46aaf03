#include "store/sqlite_counts.h"

#include <algorithm>

#include "base/json.h"
#include "store/audience.h"
#include "store/beside_sql.h"
#include "store/reader_pool.h"

namespace baobei::store {
namespace {

template <typename State>
std::vector<std::string> all_states() {
  std::vector<std::string> names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<State>>(
      [&](auto d) { names.push_back(wire_name(d.value)); });
  return names;
}

}  // namespace

Result<std::vector<engine::StateCount>> SqliteCounts::by_state(const engine::Viewer& viewer,
                                                               engine::CountedList list) {
  const bool submissions = list == engine::CountedList::kSubmissions;
  const std::string kind = submissions ? "submission" : "entry";
  const auto states =
      submissions ? all_states<lifecycle::SubmissionState>() : all_states<lifecycle::EntryState>();
  const auto mine = audiences(viewer);
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<engine::StateCount> counts;
  for (const auto& state : states) {
    engine::StateCount row{state, 0, mine.size() <= 1};
    for (const auto& audience : mine) {
      Query query(*db, sql::kCountListed, kind, audience, state, engine::kCountedExactlyMax + 1);
      std::uint64_t count = 0;
      if (query.next()) query.columns(count);
      TRY(query.status());
      row.count += count;
    }
    if (row.count > engine::kCountedExactlyMax) row.exact = false;
    row.count = std::min(row.count, engine::kCountedExactlyMax);
    if (row.count > 0) counts.push_back(std::move(row));
  }
  return counts;
}

}  // namespace baobei::store
