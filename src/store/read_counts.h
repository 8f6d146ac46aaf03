// The twin of stored Counts: it reads the lists themselves and counts what it gets. For tests.
// Threads: any. Owner: whoever makes it; the reader outlives it.
#pragma once

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "base/json.h"
#include "engine/count_ports.h"

namespace baobei::store {

class ReadCounts final : public engine::Counts {
 public:
  explicit ReadCounts(engine::Reader& reader) : reader_(reader) {}

  Result<std::vector<engine::StateCount>> by_state(const engine::Viewer& viewer,
                                                   engine::CountedList list) override {
    if (list == engine::CountedList::kSubmissions) {
      return counted<lifecycle::SubmissionState>([&](auto state, const engine::Page& page) {
        return reader_.submissions(viewer, {{state}}, page);
      });
    }
    return counted<lifecycle::EntryState>([&](auto state, const engine::Page& page) {
      return reader_.entries(viewer, {{state}}, page);
    });
  }

 private:
  template <typename State, typename Read>
  static Result<std::vector<engine::StateCount>> counted(Read read) {
    std::vector<State> states;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<State>>(
        [&](auto d) { states.push_back(d.value); });
    std::vector<engine::StateCount> counts;
    for (const auto state : states) {
      engine::StateCount row{wire_name(state), 0, true};
      engine::Page page;
      page.limit = engine::kPageMax;
      for (;;) {
        TRY_ASSIGN(const auto rows, read(state, page));
        row.count += rows.rows.size();
        if (rows.next.empty()) break;
        page.after = rows.next;
      }
      if (row.count > 0) counts.push_back(std::move(row));
    }
    return counts;
  }
  engine::Reader& reader_;
};

}  // namespace baobei::store
