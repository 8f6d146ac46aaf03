#include "server/rehearser.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <set>

#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "check/rehearsal.h"
#include "lifecycle/codec.h"

namespace baobei::server {
namespace {

namespace fs = std::filesystem;
using http::RehearsalRow;
using http::RehearsalState;

constexpr std::size_t kRowBytesMax = std::size_t{16} << 20;
constexpr std::size_t kEventsOfAppMax = 4'000;
constexpr std::size_t kSubmissionsLookedAt = 20'000;
constexpr std::size_t kNamesTold = 50;  // packages of one change

// Reasons that name what a pack looks for. Others say nothing of any pack.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kRuleOfReason = {{
    {"never_pornography", "content/pornography"},
    {"never_gambling", "content/gambling"},
    {"never_drugs", "content/drugs"},
    {"never_fraud", "content/fraud"},
    {"never_pyramid_selling", "content/pyramid-selling"},
    {"placeholder_content", "content/placeholder"},
    {"inducement_to_share", "content/induced-sharing"},
}};

struct DecidedPackage {
  lifecycle::AppId app;
  Digest digest;
  check::Options options;
  std::optional<check::Answers> found;  // none: the decision says nothing that could be scored
};

std::optional<check::Answers> answers_of_refusal(const lifecycle::ReviewRefused& refused) {
  check::Answers answers;
  for (const auto& reason : refused.reasons) {
    const auto rule =
        std::ranges::find(kRuleOfReason, reason.reason, [](const auto& row) { return row.first; });
    if (rule != kRuleOfReason.end()) {
      answers.emplace(rule->second);
    } else if (reason.category) {
      answers.insert("involves:" + *reason.category);
    } else {
      return std::nullopt;
    }
  }
  return answers;
}

// The last decision of people on each submission, from the events of its mini-program.
Result<std::map<lifecycle::SubmissionNo, std::optional<check::Answers>>> decisions_on(
    engine::Reader& reader, const engine::Viewer& viewer, const lifecycle::AppId& app) {
  std::map<lifecycle::SubmissionNo, std::optional<check::Answers>> decisions;
  engine::Page page{"", engine::kPageMax};
  for (std::size_t read = 0; read < kEventsOfAppMax;) {
    TRY_ASSIGN(const auto events, reader.events(viewer, app, page));
    for (const auto& event : events.rows) {
      TRY_ASSIGN(const auto opened, lifecycle::open_event(event.row.body));
      const auto& data = opened.event.data;
      if (const auto* passed = std::get_if<lifecycle::ReviewPassed>(&data)) {
        const bool by_people = !opened.event.actor.person.empty() && !passed->by_reference;
        if (by_people) decisions[passed->submission] = check::Answers{};
      } else if (const auto* refused = std::get_if<lifecycle::ReviewRefused>(&data)) {
        const bool by_people = !opened.event.actor.person.empty();
        if (by_people) decisions[refused->submission] = answers_of_refusal(*refused);
      }
    }
    read += events.rows.size();
    if (events.next.empty()) break;
    page.after = events.next;
  }
  return decisions;
}

Status add_decided(engine::Reader& reader, const engine::Viewer& viewer,
                   const engine::SubmissionListItem& row, std::set<Digest>& seen,
                   std::vector<DecidedPackage>& packages) {
  if (lifecycle::is_in_review(row.row.state) || !seen.insert(row.row.digest).second) return {};
  TRY_ASSIGN(const auto decisions, decisions_on(reader, viewer, row.app));
  const auto decided = decisions.find(row.row.no);
  if (decided == decisions.end()) return {};
  TRY_ASSIGN(const auto stored, reader.app(viewer, row.app));
  TRY_ASSIGN(const auto app, lifecycle::decode_app(stored.state));
  DecidedPackage package{row.app, row.row.digest, {}, decided->second};
  package.options.subject = wire_name(app.subject.kind);
  const auto* submission = lifecycle::find_submission(app, row.row.no);
  auto& declared = package.options.declared.emplace();
  if (submission != nullptr) {
    for (const auto& category : submission->categories) declared.push_back(category.category);
  }
  packages.push_back(std::move(package));
  return {};
}

// The newest ones that people decided, each version once.
Result<std::vector<DecidedPackage>> decided_packages(engine::Reader& reader, std::size_t most) {
  const engine::Viewer viewer{{}, {}, {lifecycle::Role::kOperator}, {}};
  std::vector<DecidedPackage> packages;
  std::set<Digest> seen;
  engine::Page page{"", engine::kPageMax};
  for (std::size_t looked_at = 0; looked_at < kSubmissionsLookedAt;) {
    TRY_ASSIGN(const auto rows, reader.submissions(viewer, {{}, engine::ListOrder::kNewest}, page));
    for (const auto& row : rows.rows) {
      if (packages.size() == most) return packages;
      TRY(add_decided(reader, viewer, row, seen, packages));
    }
    looked_at += rows.rows.size();
    if (rows.next.empty()) break;
    page.after = rows.next;
  }
  return packages;
}

json::array some_names(const std::vector<std::string>& names) {
  json::array out;
  for (std::size_t i = 0; i < std::min(names.size(), kNamesTold); ++i) {
    out.push_back(json::value(names[i]));
  }
  return out;
}

json::object agreement_json(const check::Agreement& agreement) {
  return {{"agreed", agreement.agreed},
          {"refuted", agreement.refuted},
          {"missed", agreement.missed},
          {"precision", agreement.precision()},
          {"recall", agreement.recall()}};
}

json::object result_json(const check::Rehearsal& rehearsal, std::size_t programs,
                         const json::array& failed) {
  json::array changes;
  for (const auto& change : rehearsal.changes) {
    changes.push_back(json::object{{"answer", change.answer},
                                   {"before", change.before},
                                   {"after", change.after},
                                   {"gained", some_names(change.gained)},
                                   {"lost", some_names(change.lost)},
                                   {"gained_count", change.gained.size()},
                                   {"lost_count", change.lost.size()}});
  }
  json::array scores;
  for (const auto& row : rehearsal.scores) {
    scores.push_back(json::object{{"answer", row.answer},
                                  {"before", agreement_json(row.before)},
                                  {"after", agreement_json(row.after)}});
  }
  return {{"schema", "baobei.rehearsal/1"}, {"programs", programs},
          {"could_not_check", failed},      {"changes", std::move(changes)},
          {"decided", rehearsal.decided},   {"scores", std::move(scores)}};
}

json::object row_json(const RehearsalRow& row) {
  json::object object{{"id", row.id},
                      {"version", row.version},
                      {"against", row.against},
                      {"begun_by", row.begun_by},
                      {"begun_at", to_micros(row.begun_at)},
                      {"state", wire_name(row.state)},
                      {"packages", row.packages},
                      {"done", row.done},
                      {"result", row.result}};
  if (row.ended_at) object.emplace("ended_at", to_micros(*row.ended_at));
  return object;
}

Result<RehearsalRow> row_of(const json::value& value) {
  const auto* object = value.if_object();
  const auto text = [&](const char* name) {
    const auto* found = object == nullptr ? nullptr : object->if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->get_string())
                                                  : std::string();
  };
  const auto number = [&](const char* name) -> std::int64_t {
    const auto* found = object == nullptr ? nullptr : object->if_contains(name);
    return found != nullptr && found->is_int64() ? found->get_int64() : 0;
  };
  RehearsalRow row{text("id"),
                   text("version"),
                   text("against"),
                   text("begun_by"),
                   from_micros(number("begun_at")),
                   RehearsalState::kStopped,
                   static_cast<std::size_t>(number("packages")),
                   static_cast<std::size_t>(number("done")),
                   std::nullopt,
                   text("result")};
  if (row.id.empty()) return fail(ErrorKind::kCorrupt, "not a rehearsal");
  if (text("state") == wire_name(RehearsalState::kDone)) row.state = RehearsalState::kDone;
  if (number("ended_at") != 0) row.ended_at = from_micros(number("ended_at"));
  return row;
}

}  // namespace

Result<std::unique_ptr<Rehearser>> Rehearser::open(engine::Reader& reader, Rules::Means means) {
  std::unique_ptr<Rehearser> rehearser(new Rehearser(reader, std::move(means)));
  std::error_code error;
  fs::create_directories(rehearser->means_.folder, error);
  if (error) return fail(ErrorKind::kUnavailable, error.message(), rehearser->means_.folder);
  TRY(rehearser->read_kept());
  return rehearser;
}

Rehearser::~Rehearser() {
  end();
}

Status Rehearser::read_kept() {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(means_.folder, error)) {
    if (entry.path().extension() != ".json") continue;
    TRY_ASSIGN(const Fd file, open_file(entry.path().string(), O_RDONLY));
    TRY_ASSIGN(const auto text, read_file(file.get(), kRowBytesMax));
    const auto value = parse_json(text, kRowBytesMax);
    const auto row = value ? row_of(*value) : Result<RehearsalRow>(std::unexpected(value.error()));
    if (!row) {
      means_.report(row.error());
      continue;
    }
    rows_.push_back(*row);
  }
  std::ranges::stable_sort(rows_, std::ranges::greater(), &RehearsalRow::begun_at);
  return {};
}

// Whole or not at all.
Status Rehearser::keep(const RehearsalRow& row) const {
  const auto path = means_.folder + "/" + row.id;
  {
    TRY_ASSIGN(const Fd file, open_file(path + ".new", O_WRONLY | O_CREAT | O_TRUNC));
    TRY(write_all(file.get(), json::serialize(row_json(row))));
  }
  if (std::rename((path + ".new").c_str(), (path + ".json").c_str()) == 0) return {};
  return fail(ErrorKind::kUnavailable, "the rehearsal could not be kept", path);
}

void Rehearser::drop_oldest() {
  while (rows_.size() > http::kRehearsalsKept) {
    std::error_code ignored;
    fs::remove(means_.folder + "/" + rows_.back().id + ".json", ignored);
    rows_.pop_back();
  }
}

Result<RehearsalRow> Rehearser::begin(Order order) {
  std::unique_lock lock(mutex_);
  if (running_) return fail(ErrorKind::kConflict, "a rehearsal runs");
  if (thread_.joinable()) thread_.join();  // it has ended
  RehearsalRow row;
  row.id = random_id("reh");
  row.version = order.version;
  row.against = order.against;
  row.begun_by = order.by;
  row.begun_at = order.at;
  TRY(keep(row));
  rows_.push_front(row);
  drop_oldest();
  running_ = true;
  stopping_ = false;
  thread_ = std::thread([this, order = std::move(order), id = row.id] { run(order, id); });
  return row;
}

std::vector<RehearsalRow> Rehearser::list() {
  const std::lock_guard lock(mutex_);
  return {rows_.begin(), rows_.end()};
}

Result<RehearsalRow> Rehearser::find(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(rows_, id, &RehearsalRow::id);
  if (found == rows_.end()) return fail(ErrorKind::kNotFound, "no such rehearsal");
  return *found;
}

Result<RehearsalRow> Rehearser::stop(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(rows_, id, &RehearsalRow::id);
  if (found == rows_.end()) return fail(ErrorKind::kNotFound, "no such rehearsal");
  if (found->state != RehearsalState::kRunning) return fail(ErrorKind::kConflict, "it has ended");
  stopping_ = true;
  return *found;
}

void Rehearser::end() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

bool Rehearser::is_stopped() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Rehearser::update(const std::string& id, const std::function<void(RehearsalRow&)>& change) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(rows_, id, &RehearsalRow::id);
  if (found == rows_.end()) return;
  change(*found);
  if (found->state == RehearsalState::kRunning) return;
  running_ = false;
  const auto kept = keep(*found);
  if (!kept) means_.report(kept.error());
}

void Rehearser::run(const Order& order, const std::string& id) {
  std::vector<check::Rehearsed> programs;
  check::Decisions decisions;
  json::array failed;
  const auto packages = decided_packages(reader_, order.packages);
  if (!packages) means_.report(packages.error());
  if (packages) update(id, [&](RehearsalRow& row) { row.packages = packages->size(); });
  for (const auto& package : packages.value_or(std::vector<DecidedPackage>{})) {
    if (is_stopped()) break;
    const auto name = to_hex(package.digest);
    const auto report_by = [&](const http::RulesPtr& rules) -> Result<check::Report> {
      TRY_ASSIGN(const Fd pack, means_.blobs.open(package.digest));
      auto options = package.options;
      options.knowledge = rules.get();
      return check::check_in_child(means_.worker, pack.get(), package.digest, options,
                                   means_.sandbox);
    };
    const auto before = report_by(order.against_rules);
    const auto after = before ? report_by(order.rules) : before;
    const bool well = before && after && !before->failure && !after->failure;
    if (well) {
      programs.push_back({name, check::answers_of(*before), check::answers_of(*after)});
      if (package.found) decisions[name] = *package.found;
    } else {
      failed.push_back(json::value(name));
    }
    update(id, [](RehearsalRow& row) { ++row.done; });
  }
  const bool whole = packages && !is_stopped();
  const auto rehearsal = check::rehearsal_of(programs, decisions);
  const auto result = json::serialize(result_json(rehearsal, programs.size(), failed));
  update(id, [&](RehearsalRow& row) {
    row.state = whole ? RehearsalState::kDone : RehearsalState::kStopped;
    row.ended_at = means_.clock.now();
    row.result = result;
  });
}

}  // namespace baobei::server
