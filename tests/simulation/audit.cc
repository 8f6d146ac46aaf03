#include "simulation/audit.h"

#include <algorithm>

#include "base/json.h"
#include "lifecycle/codec.h"
#include "lifecycle/notice.h"

namespace baobei::simulation {
namespace {

constexpr std::size_t kPage = 200;

engine::Viewer sees_everything() {
  return {"auditor", "org-op", {lifecycle::Role::kReviewer}, ""};
}

// All pages of a list.
template <typename Item, typename Read>
std::vector<Item> whole(Read read) {
  std::vector<Item> all;
  engine::Page page{"", kPage};
  do {
    auto listed = read(page);
    CHECK(listed.has_value(), to_string(listed.error()));
    for (auto& row : listed->rows) all.push_back(std::move(row));
    page.after = listed->next;
  } while (!page.after.empty());
  return all;
}

}  // namespace

Receipt receipt_of(const std::string& response, std::string who) {
  const auto value = parse_json(response, std::size_t{1} << 20);
  CHECK(value && value->is_object(), response);
  const auto& object = value->get_object();
  Receipt receipt;
  receipt.app = std::string(object.at("app").as_string());
  receipt.revision = object.at("revision").to_number<std::uint64_t>();
  for (const auto& event : object.at("events").as_array()) {
    receipt.events.emplace_back(event.as_object().at("type").as_string());
  }
  receipt.who = std::move(who);
  return receipt;
}

void Audit::fault(const std::string& app, const std::string& what) {
  faults_.push_back(app + ": " + what);
}

const lifecycle::App* Audit::find(const lifecycle::AppId& app) const {
  const auto found = cases_.find(app);
  return found == cases_.end() ? nullptr : &found->second.app;
}

void Audit::follow(engine::Reader& reader, const std::vector<engine::DeadlineRow>& deadlines,
                   Instant now) {
  std::set<lifecycle::AppId> touched;
  for (;;) {
    const auto page = reader.log(events_, 1000);
    CHECK(page.has_value(), to_string(page.error()));
    for (const auto& event : *page) {
      touched.insert(event.app);
      take(event);
      if (!faults_.empty()) return;  // the first one is the one to look at
      cases_[event.app].rules_at = now;
    }
    if (page->empty()) break;
  }
  check_case_files(reader, touched);
  check_deadlines(deadlines);
  check_notices(reader);
}

void Audit::take(const engine::LoggedEvent& logged) {
  const auto& row = logged.row;
  auto& file = cases_[logged.app];
  if (logged.log_index != ++events_) fault(logged.app, "the log has a gap");
  if (row.prev != file.last_hash) fault(logged.app, "the chain is broken");
  if (row.hash != lifecycle::hash_of_event_body(row.body)) fault(logged.app, "another hash");
  const auto opened = lifecycle::open_event(row.body);
  if (!opened) return fault(logged.app, "cannot be opened: " + to_string(opened.error()));
  const bool agrees = opened->app == logged.app && opened->revision == row.revision &&
                      row.revision == file.app.revision + 1 && opened->prev == row.prev &&
                      opened->event.at == row.at && opened->event.actor.person == row.actor &&
                      lifecycle::wire_event_name(opened->event.data) == row.type;
  if (!agrees) return fault(logged.app, "the columns are not the event's");
  if (row.recorded_at < row.at) fault(logged.app, "recorded before it took effect");
  // R13: what was received before an end was decided before it. (An answer that is revoked can
  // bring back an end that is long past: R21b.)
  const bool by_clock = opened->event.actor.role == lifecycle::Role::kClock;
  if (!by_clock && file.last_end && row.at < *file.last_end) {
    fault(logged.app, "an end at " + format_rfc3339(*file.last_end) + " overtook a " + row.type +
                          " of " + format_rfc3339(row.at));
  }
  if (by_clock) file.last_end = std::max(file.last_end.value_or(row.at), row.at);
  file.app = lifecycle::apply(std::move(file.app), opened->event);
  file.last_hash = row.hash;
  file.types.push_back(row.type);
  file.by_clock.push_back(by_clock);
  owe(file.app, opened->event);
}

void Audit::owe(const lifecycle::App& after, const lifecycle::Event& event) {
  using lifecycle::Recipient;
  for (const auto& notice : lifecycle::owed_notices(after, event)) {
    const auto to = lifecycle::recipient_of(notice.kind);
    const auto expect = [&](const std::string& address, bool copy) {
      ++owed_[{after.id, after.revision, to, address, copy, notice.kind}];
    };
    switch (to) {
      case Recipient::kSubject:
        expect(after.subject.id, false);
        for (const auto& agency : after.agencies) expect(agency.org, true);  // R10b
        break;
      case Recipient::kOffice:
        expect(notice.region, false);
        break;
      case Recipient::kOperator:
        expect("operator", false);
        break;
    }
  }
}

void Audit::check_case_files(engine::Reader& reader, const std::set<lifecycle::AppId>& touched) {
  for (const auto& app : touched) {
    const auto stored = reader.app_for_delivery(app);
    if (!stored) {
      fault(app, "no case file");
      continue;
    }
    const auto& file = cases_.at(app);
    const auto decoded = lifecycle::decode_app(stored->state);
    if (!decoded || *decoded != file.app) fault(app, "the case file is not the replay");
    if (stored->revision != file.app.revision) fault(app, "the case file is of another revision");
    if (stored->last_hash != file.last_hash) fault(app, "the case file rests on another event");
  }
}

void Audit::check_deadlines(const std::vector<engine::DeadlineRow>& rows) {
  using Row = std::pair<lifecycle::AppId, lifecycle::Deadline>;
  std::set<Row> expected;
  for (const auto& [id, file] : cases_) {
    for (const auto& deadline : lifecycle::deadlines(file.app, book_.rules(file.rules_at))) {
      expected.emplace(id, deadline);
    }
  }
  for (const auto& row : rows) {
    if (expected.erase({row.app, row.deadline}) == 1) continue;
    fault(row.app, "a deadline of what is over: " + wire_name(row.deadline.kind) + " " +
                       std::to_string(row.deadline.ordinal));
  }
  for (const auto& [app, deadline] : expected) {
    fault(app,
          "no deadline for " + wire_name(deadline.kind) + " " + std::to_string(deadline.ordinal));
  }
}

void Audit::check_notices(engine::Reader& reader) {
  std::set<std::uint64_t> seen;
  for (const auto& viewer : inboxes_) {
    engine::Page page{"", kPage};
    do {
      const auto listed = reader.inbox(viewer, false, page);
      CHECK(listed.has_value(), to_string(listed.error()));
      page.after = listed->next;
      for (const auto& item : listed->rows) {
        if (item.id <= newest_notice_) {
          page.after.clear();
          break;
        }
        if (!seen.insert(item.id).second) continue;  // one inbox, two readers
        const auto& row = item.row;
        const NoticeKey key{item.app,    row.revision, row.recipient,
                            row.address, row.copy,     row.notice.kind};
        if (--owed_[key] < 0) fault(item.app, "a notice that is not owed");
      }
    } while (!page.after.empty());
  }
  if (!seen.empty()) newest_notice_ = *seen.rbegin();
  for (const auto& [key, count] : owed_) {
    if (count <= 0) continue;
    fault(std::get<0>(key), "revision " + std::to_string(std::get<1>(key)) + " owes a " +
                                wire_name(std::get<5>(key)) + " to " + std::get<3>(key));
  }
  owed_.clear();
}

void Audit::check_lists(engine::Reader& reader) {
  using engine::EntryListItem;
  using engine::SubmissionListItem;
  std::map<std::pair<lifecycle::AppId, lifecycle::SubmissionNo>, lifecycle::SubmissionState>
      submissions;
  std::map<std::pair<lifecycle::AppId, lifecycle::EntryNo>, lifecycle::EntryState> entries;
  for (const auto& [id, file] : cases_) {
    for (const auto& each : file.app.submissions) submissions[{id, each.no}] = each.state;
    for (const auto& each : file.app.entries) entries[{id, each.no}] = each.state;
  }
  for (const auto& item : whole<SubmissionListItem>(
           [&](const auto& page) { return reader.submissions(sees_everything(), {}, page); })) {
    const auto found = submissions.find({item.app, item.row.no});
    if (found == submissions.end() || found->second != item.row.state) {
      fault(item.app, "submission " + std::to_string(item.row.no) + " is listed wrongly");
    } else {
      submissions.erase(found);
    }
  }
  for (const auto& item : whole<EntryListItem>(
           [&](const auto& page) { return reader.entries(sees_everything(), {}, page); })) {
    const auto found = entries.find({item.app, item.row.no});
    if (found == entries.end() || found->second != item.row.state) {
      fault(item.app, "entry " + std::to_string(item.row.no) + " is listed wrongly");
    } else {
      entries.erase(found);
    }
  }
  for (const auto& [key, state] : submissions) fault(key.first, "a submission is not listed");
  for (const auto& [key, state] : entries) fault(key.first, "an entry is not listed");
}

void Audit::check_receipts(const std::vector<Receipt>& receipts) {
  std::map<lifecycle::AppId, std::vector<int>> told;  // per revision: how many receipts
  for (const auto& [id, file] : cases_) told[id].assign(file.types.size(), 0);
  for (const auto& receipt : receipts) {
    const auto found = cases_.find(receipt.app);
    const auto count = receipt.events.size();
    const bool there = found != cases_.end() && receipt.revision <= found->second.types.size() &&
                       receipt.revision >= count;
    if (!there) {
      fault(receipt.app, "acknowledged and lost: " + receipt.who);
      continue;
    }
    for (std::size_t i = 0; i < count; ++i) {
      const auto at = receipt.revision - count + i;
      ++told[receipt.app][at];
      if (found->second.types[at] == receipt.events[i]) continue;
      fault(receipt.app, "acknowledged, and something else was written: " + receipt.who);
    }
  }
  for (const auto& [id, counts] : told) {
    for (std::size_t at = 0; at < counts.size(); ++at) {
      if (counts[at] > 1) fault(id, "carried out twice: revision " + std::to_string(at + 1));
      if (counts[at] == 0 && !cases_.at(id).by_clock[at]) {
        fault(id, "nobody was told of revision " + std::to_string(at + 1));
      }
    }
  }
}

}  // namespace baobei::simulation
