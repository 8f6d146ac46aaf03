#include "engine/write_builder.h"

#include <algorithm>

#include "base/json.h"
#include "lifecycle/codec.h"

namespace baobei::engine {
namespace {

using lifecycle::App;

// Whoever holds a submission must act by then; shown in lists and sorted by.
std::optional<Instant> due_of(const App& app, const lifecycle::Submission& submission) {
  switch (submission.state) {
    case lifecycle::SubmissionState::kChecking:
    case lifecycle::SubmissionState::kReviewing:
      return submission.review_due;
    case lifecycle::SubmissionState::kWaitingForDeveloper:
      return submission.answer_by;
    case lifecycle::SubmissionState::kReleasable:
      return submission.lapse_at;
    case lifecycle::SubmissionState::kFiling: {
      const auto* entry = lifecycle::find_entry(app, submission.entry);
      return entry == nullptr ? std::nullopt : entry->end;
    }
    default:
      return std::nullopt;
  }
}

std::optional<Instant> answered_at(const App& app, const lifecycle::Entry& entry) {
  if (entry.answer == 0 || entry.answer > app.answers.size()) return std::nullopt;
  return app.answers[entry.answer - 1].at;
}

RulingRow ruling_row(const lifecycle::Answer& answer) {
  const bool late = answer.late && answer.state == lifecycle::AnswerState::kEffective;
  return {
      RulingKind::kAnswer, answer.no,    late ? std::string(kLateAnswer) : wire_name(answer.state),
      answer.region,       std::nullopt, answer.at};
}

RulingRow ruling_row(const lifecycle::Order& order) {
  const bool waits = order.proposed && order.state == lifecycle::OrderState::kStanding;
  const bool due = order.state == lifecycle::OrderState::kStanding && !order.carried_out;
  return {RulingKind::kOrder,
          order.no,
          waits ? std::string("proposed") : wire_name(order.state),
          order.region,
          due ? std::optional(order.take_down.down_by) : std::nullopt,
          order.at};
}

template <typename Ruling>
void add_changed_rulings(Write& write, const std::vector<Ruling>& before,
                         const std::vector<Ruling>& after) {
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (i < before.size() && before[i] == after[i]) continue;
    write.rulings.push_back(ruling_row(after[i]));
  }
}

void add_changed_rows(Write& write, const App& before, const App& after, Instant now) {
  for (std::size_t i = 0; i < after.submissions.size(); ++i) {
    if (i < before.submissions.size() && before.submissions[i] == after.submissions[i]) continue;
    write.submissions.push_back(submission_row(after, after.submissions[i]));
  }
  for (std::size_t i = 0; i < after.entries.size(); ++i) {
    auto row = entry_row(after, after.entries[i], now);
    const bool same = i < before.entries.size() && before.entries[i] == after.entries[i] &&
                      row.answered_at == answered_at(before, before.entries[i]);
    if (!same) write.entries.push_back(std::move(row));
  }
  add_changed_rulings(write, before.answers, after.answers);
  add_changed_rulings(write, before.orders, after.orders);
}

void add_changed_deadlines(Write& write, const App& before, const App& after,
                           const lifecycle::Rules& rules) {
  const auto old = before.registered() ? lifecycle::deadlines(before, rules)
                                       : std::vector<lifecycle::Deadline>{};
  const auto now = lifecycle::deadlines(after, rules);
  const auto same_slot = [](const lifecycle::Deadline& a, const lifecycle::Deadline& b) {
    return a.kind == b.kind && a.ordinal == b.ordinal;
  };
  for (const auto& deadline : now) {
    if (std::ranges::find(old, deadline) == old.end()) write.deadlines_set.push_back(deadline);
  }
  for (const auto& deadline : old) {
    const bool still = std::ranges::any_of(
        now, [&](const lifecycle::Deadline& other) { return same_slot(deadline, other); });
    if (!still) write.deadlines_cleared.push_back(deadline);
  }
}

// The automatic check runs first (R4), and again where it could not be done.
void add_deliveries(Write& write, const App& after, const lifecycle::Event& event) {
  lifecycle::SubmissionNo no = 0;
  if (const auto* submitted = std::get_if<lifecycle::Submitted>(&event.data)) {
    no = submitted->submission;
  } else if (const auto* checked = std::get_if<lifecycle::CheckFinished>(&event.data)) {
    no = checked->retry ? checked->submission : 0;
  }
  const auto* submission = lifecycle::find_submission(after, no);
  if (submission == nullptr) return;
  write.deliveries.push_back({DeliveryKind::kCheck, after.id, no, submission->check_attempt,
                              submission->digest, event.at});
}

void add_bars(Write& write, const App& after, const lifecycle::Event& event) {
  if (const auto* barred = std::get_if<lifecycle::VersionBarred>(&event.data)) {
    write.bars_raised.push_back(barred->digest);
  } else if (const auto* lifted = std::get_if<lifecycle::BarLifted>(&event.data)) {
    const bool on_another_ground = lifecycle::is_barred(after, lifted->digest);
    if (!on_another_ground) write.bars_lifted.push_back(lifted->digest);
  }
}

}  // namespace

SubmissionRow submission_row(const App& app, const lifecycle::Submission& submission) {
  return {submission.no,           submission.state,        submission.digest,
          due_of(app, submission), submission.submitted_at, submission.held_since};
}

EntrySummaryRow entry_row(const App& app, const lifecycle::Entry& entry, Instant changed_at) {
  EntrySummaryRow row{entry.no,    entry.submission, entry.state, entry.region,
                      entry.start, entry.end,        changed_at};
  row.channel = entry.channel;
  row.answered_at = answered_at(app, entry);
  row.late = row.answered_at ? entry.end && *row.answered_at >= *entry.end
                             : entry.state == lifecycle::EntryState::kSilent;
  return row;
}

std::vector<NoticeRow> notice_rows(const App& after, const lifecycle::Event& event) {
  std::vector<NoticeRow> rows;
  for (auto& notice : lifecycle::owed_notices(after, event)) {
    NoticeRow row;
    row.recipient = lifecycle::recipient_of(notice.kind);
    row.revision = after.revision;
    row.at = event.at;
    row.notice = notice;
    switch (row.recipient) {
      case lifecycle::Recipient::kSubject:
        row.address = after.subject.id;
        break;
      case lifecycle::Recipient::kOffice:
        row.address = notice.region;
        break;
      case lifecycle::Recipient::kOperator:
        row.address = "operator";
        break;
    }
    row.seq = static_cast<std::uint32_t>(rows.size());
    rows.push_back(row);
    if (row.recipient != lifecycle::Recipient::kSubject) continue;
    for (const auto& agency : after.agencies) {  // R10b: authorised agencies get copies
      row.address = agency.org;
      row.copy = true;
      row.seq = static_cast<std::uint32_t>(rows.size());
      rows.push_back(row);
    }
  }
  return rows;
}

BuiltWrite build_write(const CaseFile& before, const lifecycle::AppId& app,
                       const std::vector<lifecycle::Event>& events, const lifecycle::Rules& rules,
                       Instant now) {
  BuiltWrite built;
  Write& write = built.write;
  write.app = app;
  write.expected = before.app.revision;
  built.after = before;
  for (const auto& event : events) {
    built.after.app = lifecycle::apply(std::move(built.after.app), event);
    const auto revision = built.after.app.revision;
    auto sealed = lifecycle::seal(app, revision, built.after.last_hash, event);
    EventRow row;
    row.revision = revision;
    row.type = lifecycle::wire_event_name(event.data);
    row.at = event.at;
    row.recorded_at = now;
    row.actor = event.actor.person;
    row.body = std::move(sealed.body);
    row.prev = built.after.last_hash;
    row.hash = sealed.hash;
    built.after.last_hash = sealed.hash;
    write.events.push_back(std::move(row));
    for (auto& notice : notice_rows(built.after.app, event)) {
      write.notices.push_back(std::move(notice));
    }
    add_deliveries(write, built.after.app, event);
    add_bars(write, built.after.app, event);
  }
  const App& after = built.after.app;
  write.state = lifecycle::encode_app(after);
  write.row = {after.owner, after.subject.id, after.subject.region, lifecycle::service_state(after),
               now};
  for (const auto& agency : after.agencies) write.agencies.push_back(agency.org);
  add_changed_rows(write, before.app, after, now);
  add_changed_deadlines(write, before.app, after, rules);
  return built;
}

std::string response_json(const lifecycle::AppId& app, lifecycle::Revision before,
                          const std::vector<lifecycle::Event>& events) {
  json::array list;
  for (const auto& event : events) {
    json::object object;
    object.emplace("type", lifecycle::wire_event_name(event.data));
    object.emplace("at", format_rfc3339(event.at));
    // The ordinals that the command created or touched, so that a client can go on from here.
    std::visit(
        [&]([[maybe_unused]] const auto& data) {
          if constexpr (requires { data.submission; })
            object.emplace("submission", data.submission);
          if constexpr (requires { data.entry; }) object.emplace("entry", data.entry);
          if constexpr (requires { data.answer; }) object.emplace("answer", data.answer);
          if constexpr (requires { data.request; }) object.emplace("request", data.request);
          if constexpr (requires { data.order; }) object.emplace("order", data.order);
          if constexpr (requires { data.release; }) object.emplace("release", data.release);
        },
        event.data);
    list.push_back(std::move(object));
  }
  json::object object;
  object.emplace("app", app);
  object.emplace("revision", before + events.size());
  object.emplace("events", std::move(list));
  return json::serialize(object);
}

}  // namespace baobei::engine
