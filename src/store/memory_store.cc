#include "store/memory_store.h"

#include <algorithm>

#include "store/audience.h"
#include "store/words.h"
#include "store/write_shape.h"

namespace baobei::store {

using engine::FactKind;
using engine::Write;
using engine::WriteOutcome;
using engine::WriteResult;

namespace {

auto key_of(const engine::IdempotencyKey& key) {
  return std::tuple(key.principal, key.operation, key.key);
}

bool is_officer(const engine::PersonRow& person) {
  return std::ranges::find(person.roles, lifecycle::Role::kOfficer) != person.roles.end();
}

}  // namespace

std::vector<WriteOutcome> MemoryStore::commit(std::span<const Write> writes) {
  const std::lock_guard lock(db_.mutex);
  std::vector<WriteOutcome> outcomes;
  for (const auto& write : writes) outcomes.push_back(take(write));
  return outcomes;
}

// False where the row of a job that the write carries out waits no more.
bool MemoryStore::finish_item(const Write& write) {
  if (!write.finished_item) return true;
  const auto& [place, response] = *write.finished_item;
  auto& job = db_.jobs[place.job];
  auto* item = job.waiting(place.no);
  if (item == nullptr) return false;
  item->state = engine::ItemState::kAccepted;
  item->body.clear();
  item->response = response;
  item->decided_at = recorded_last(write);
  ++job.row.accepted;
  return true;
}

WriteOutcome MemoryStore::take(const Write& write) {
  if (auto fault = fault_of(write); !fault.empty()) {
    return {WriteResult::kUnavailable, 0, {}, std::move(fault)};
  }
  if (write.idempotency) {
    const auto found = db_.idempotency.find(key_of(write.idempotency->key));
    if (found != db_.idempotency.end()) {
      const bool same = found->second.request == write.idempotency->request;
      if (!same) return {WriteResult::kKeyReused, 0, {}, {}};
      return {WriteResult::kDuplicate, 0, found->second.response, {}};
    }
  }
  if (auto conflict = conflict_of(write); !conflict.empty()) {
    return {WriteResult::kConflict, 0, {}, std::move(conflict)};
  }
  if (!finish_item(write)) {
    return {WriteResult::kDuplicate, 0, {}, "the job's row waits no more"};
  }
  const auto first = db_.log.size() + 1;
  put_case(write);
  put_notices(write);
  put_beside(write);
  db_.high_water = std::max(db_.high_water, recorded_last(write));
  return {WriteResult::kCommitted, first, {}, {}};
}

std::string MemoryStore::conflict_of(const Write& write) const {
  for (const auto& stamp : write.facts) {
    if (version_of(stamp.kind, stamp.key) == stamp.version) continue;
    return "the fact " + std::string(word(stamp.kind)) + " of " + stamp.key + " moved";
  }
  const auto found = db_.apps.find(write.app);
  const bool current = found == db_.apps.end()
                           ? write.expected == 0
                           : found->second.stored.revision == write.expected &&
                                 found->second.stored.last_hash == write.events.front().prev;
  if (current) return {};
  return "the case file is not at revision " + std::to_string(write.expected);
}

void MemoryStore::put_case(const Write& write) {
  auto& app = db_.apps[write.app];
  app.stored = {write.state, write.events.back().revision, write.events.back().hash};
  app.row = write.row;
  for (const auto& event : write.events) {
    app.events.push_back(db_.log.size());
    db_.log.push_back({db_.log.size() + 1, write.app, event});
  }
  std::erase_if(app.audiences,
                [](const std::string& audience) { return audience.starts_with("org:"); });
  app.audiences.insert(kAudienceAll);
  app.audiences.insert(audience_of_org(write.row.owner));
  for (const auto& agency : write.agencies) app.audiences.insert(audience_of_org(agency));
  for (const auto& row : write.submissions) app.submissions[row.no] = row;
  for (const auto& row : write.entries) {
    app.entries[row.no] = row;
    app.audiences.insert(audience_of_region(row.region));
  }
  for (const auto& row : write.rulings) app.rulings[{row.kind, row.no}] = row;
  for (const auto& deadline : write.deadlines_cleared) {
    app.deadlines.erase({deadline.kind, deadline.ordinal});
  }
  for (const auto& deadline : write.deadlines_set) {
    app.deadlines[{deadline.kind, deadline.ordinal}] = deadline.due;
  }
}

std::string MemoryStore::inbox_of(const engine::NoticeRow& notice) const {
  if (notice.copy) return audience_of_org(notice.address);
  switch (notice.recipient) {
    case lifecycle::Recipient::kOffice:
      return audience_of_region(notice.address);
    case lifecycle::Recipient::kOperator:
      return kInboxOfOperator;
    case lifecycle::Recipient::kSubject:
      break;
  }
  const auto subject = db_.subjects.find(notice.address);
  if (subject == db_.subjects.end()) return inbox_of_subject(notice.address);
  return audience_of_org(subject->second.org);
}

void MemoryStore::put_notices(const Write& write) {
  for (const auto& notice : write.notices) {
    MemoryNotice kept;
    kept.item.id = db_.notices.size() + 1;
    kept.item.app = write.app;
    kept.item.row = notice;
    kept.inbox = inbox_of(notice);
    db_.notices.emplace(kept.item.id, std::move(kept));
  }
}

void MemoryStore::put_beside(const Write& write) {
  for (const auto& delivery : write.deliveries) {
    db_.deliveries[++db_.deliveries_given] = {delivery, delivery.not_before, 0};
  }
  if (write.finished_delivery) db_.deliveries.erase(*write.finished_delivery);
  for (const auto& text : write.texts) db_.texts.emplace(text.commitment, text);
  for (const auto& digest : write.bars_lifted) {
    db_.bars.erase({digest, write.app});
    ++db_.facts[{FactKind::kDigest, to_hex(digest)}];
  }
  for (const auto& digest : write.bars_raised) {
    db_.bars.emplace(digest, write.app);
    ++db_.facts[{FactKind::kDigest, to_hex(digest)}];
  }
  if (write.idempotency) db_.idempotency[key_of(write.idempotency->key)] = *write.idempotency;
}

std::int64_t MemoryStore::version_of(FactKind kind, const std::string& key) const {
  const auto found = db_.facts.find({kind, key});
  return found == db_.facts.end() ? 0 : found->second;
}

void MemoryStore::stamp(FactKind kind, const std::string& key, engine::FactsAnswer& answer) const {
  answer.stamps.push_back({kind, key, version_of(kind, key)});
}

Result<engine::StoredApp> MemoryStore::load(const lifecycle::AppId& app) {
  const std::lock_guard lock(db_.mutex);
  const auto found = db_.apps.find(app);
  if (found == db_.apps.end()) return fail(ErrorKind::kNotFound, "no such mini-program");
  return found->second.stored;
}

Result<engine::FactsAnswer> MemoryStore::facts(const engine::FactsQuery& wanted) {
  const std::lock_guard lock(db_.mutex);
  engine::FactsAnswer answer;
  if (!wanted.person.empty()) {
    stamp(FactKind::kPerson, wanted.person, answer);
    const auto person = db_.people.find(wanted.person);
    if (person != db_.people.end()) answer.person = person->second;
  }
  if (!wanted.subject.empty()) {
    stamp(FactKind::kGrants, wanted.subject, answer);
    for (const auto& [key, grant] : db_.grants) {
      if (key.first == wanted.subject) answer.grants.push_back(grant);
    }
  }
  if (!wanted.region.empty()) {
    stamp(FactKind::kOffice, wanted.region, answer);
    const auto office = db_.offices.find(wanted.region);
    if (office != db_.offices.end()) answer.channel = office->second;
    const bool staffed = std::ranges::any_of(db_.people, [&](const auto& each) {
      const auto& person = each.second;
      return person.active && is_officer(person) && person.region == wanted.region;
    });
    if (answer.channel == lifecycle::Channel::kDesk && !staffed) {
      answer.channel = lifecycle::Channel::kNone;  // R10a
    }
  }
  for (const auto& digest : wanted.digests) {
    stamp(FactKind::kDigest, to_hex(digest), answer);
    const bool elsewhere = std::ranges::any_of(db_.bars, [&](const auto& bar) {
      return bar.first == digest && !bar.second.empty() && bar.second != wanted.app;
    });
    if (elsewhere) answer.barred_elsewhere.push_back(digest);
    if (db_.bars.contains({digest, ""})) answer.barred_everywhere.push_back(digest);
  }
  answer.package_stored = wanted.package && db_.packages.contains({wanted.app, *wanted.package});
  return answer;
}

Result<std::optional<engine::IdempotencyRow>> MemoryStore::find_idempotency(
    const engine::IdempotencyKey& key) {
  const std::lock_guard lock(db_.mutex);
  const auto found = db_.idempotency.find(key_of(key));
  if (found == db_.idempotency.end()) return std::nullopt;
  return found->second;
}

Result<bool> MemoryStore::has_event(const lifecycle::AppId& app, lifecycle::Revision revision,
                                    const Digest& hash) {
  const std::lock_guard lock(db_.mutex);
  const auto found = db_.apps.find(app);
  if (found == db_.apps.end() || revision == 0 || revision > found->second.events.size()) {
    return false;
  }
  return db_.log[found->second.events[revision - 1]].row.hash == hash;
}

Result<std::vector<engine::DeadlineRow>> MemoryStore::due(Instant until, std::size_t limit) {
  const std::lock_guard lock(db_.mutex);
  std::vector<engine::DeadlineRow> rows;
  for (const auto& [id, app] : db_.apps) {
    for (const auto& [key, due] : app.deadlines) {
      if (due <= until) rows.push_back({id, {key.first, key.second, due}});
    }
  }
  std::ranges::stable_sort(rows, {},
                           [](const engine::DeadlineRow& row) { return row.deadline.due; });
  if (rows.size() > limit) rows.resize(limit);
  return rows;
}

Result<std::optional<Instant>> MemoryStore::next_due() {
  const auto rows = due(Instant::max(), 1);
  if (!rows || rows->empty()) return std::nullopt;
  return rows->front().deadline.due;
}

Status MemoryStore::replace_deadlines(const lifecycle::AppId& app, lifecycle::Revision revision,
                                      std::span<const lifecycle::Deadline> deadlines) {
  const std::lock_guard lock(db_.mutex);
  const auto found = db_.apps.find(app);
  if (found == db_.apps.end() || found->second.stored.revision != revision) {
    return fail(ErrorKind::kConflict, "the case file is at another revision", app);
  }
  found->second.deadlines.clear();
  for (const auto& deadline : deadlines) {
    found->second.deadlines[{deadline.kind, deadline.ordinal}] = deadline.due;
  }
  return {};
}

Result<std::vector<engine::Store::Lease>> MemoryStore::lease_deliveries(engine::DeliveryKind kind,
                                                                        Instant now,
                                                                        Instant lease_until,
                                                                        std::size_t limit) {
  const std::lock_guard lock(db_.mutex);
  std::vector<std::pair<Instant, std::uint64_t>> ready;
  for (const auto& [id, delivery] : db_.deliveries) {
    if (delivery.row.kind == kind && delivery.ready_at <= now) {
      ready.emplace_back(delivery.ready_at, id);
    }
  }
  std::ranges::sort(ready);
  std::vector<Lease> leases;
  for (const auto& [at, id] : ready) {
    if (leases.size() == limit) break;
    auto& delivery = db_.deliveries.at(id);
    delivery.ready_at = lease_until;
    leases.push_back({id, delivery.row, ++delivery.epoch});
  }
  return leases;
}

Status MemoryStore::finish_delivery(std::uint64_t id) {
  const std::lock_guard lock(db_.mutex);
  db_.deliveries.erase(id);
  return {};
}

Status MemoryStore::record_attempts(std::span<const engine::AttemptRow> attempts) {
  const std::lock_guard lock(db_.mutex);
  db_.attempts.insert(db_.attempts.end(), attempts.begin(), attempts.end());
  return {};
}

Status MemoryStore::put_org(const engine::OrgRow& org) {
  const std::lock_guard lock(db_.mutex);
  db_.orgs[org.id] = org;
  return {};
}

Status MemoryStore::put_person(const engine::PersonRow& person) {
  const std::lock_guard lock(db_.mutex);
  std::set<std::string> regions;
  const auto before = db_.people.find(person.id);
  if (before != db_.people.end() && is_officer(before->second)) {
    regions.insert(before->second.region);
  }
  if (is_officer(person)) regions.insert(person.region);
  for (const auto& region : regions) ++db_.facts[{FactKind::kOffice, region}];
  ++db_.facts[{FactKind::kPerson, person.id}];
  db_.people[person.id] = person;
  return {};
}

Status MemoryStore::put_token(const engine::TokenRow& token) {
  const std::lock_guard lock(db_.mutex);
  db_.tokens[token.token_hash] = token;
  return {};
}

Status MemoryStore::put_subject(const engine::SubjectRow& subject) {
  const std::lock_guard lock(db_.mutex);
  db_.subjects[subject.subject.id] = subject;
  for (auto& [id, notice] : db_.notices) {
    const auto& row = notice.item.row;
    const bool theirs = row.recipient == lifecycle::Recipient::kSubject && !row.copy &&
                        row.address == subject.subject.id;
    if (theirs) notice.inbox = audience_of_org(subject.org);
  }
  ++db_.facts[{FactKind::kGrants, subject.subject.id}];
  return {};
}

Status MemoryStore::put_grant(const engine::GrantRow& grant) {
  const std::lock_guard lock(db_.mutex);
  db_.grants[{grant.subject, grant.category}] = grant;
  ++db_.facts[{FactKind::kGrants, grant.subject}];
  return {};
}

Status MemoryStore::remove_grant(const lifecycle::SubjectId& subject,
                                 const lifecycle::CategoryId& category) {
  const std::lock_guard lock(db_.mutex);
  db_.grants.erase({subject, category});
  ++db_.facts[{FactKind::kGrants, subject}];
  return {};
}

Status MemoryStore::put_office(const engine::OfficeRow& office) {
  const std::lock_guard lock(db_.mutex);
  db_.offices[office.region] = office.channel;
  ++db_.facts[{FactKind::kOffice, office.region}];
  return {};
}

Status MemoryStore::put_package(const engine::PackageRow& package) {
  const std::lock_guard lock(db_.mutex);
  db_.packages.emplace(std::pair(package.app, package.digest), package);
  return {};
}

Status MemoryStore::put_app_name(const engine::AppNameRow& name) {
  const std::lock_guard lock(db_.mutex);
  db_.names[name.app] = name.name;
  return {};
}

Status MemoryStore::bar_everywhere(const Digest& digest, bool barred) {
  const std::lock_guard lock(db_.mutex);
  if (barred) {
    db_.bars.emplace(digest, "");
  } else {
    db_.bars.erase({digest, ""});
  }
  ++db_.facts[{FactKind::kDigest, to_hex(digest)}];
  return {};
}

Status MemoryStore::mark_read(const engine::Viewer& viewer, std::uint64_t notice, Instant at) {
  const std::lock_guard lock(db_.mutex);
  const auto found = db_.notices.find(notice);
  const auto mine = inboxes(viewer);
  if (found == db_.notices.end() || std::ranges::find(mine, found->second.inbox) == mine.end()) {
    return fail(ErrorKind::kNotFound, "no such notice");
  }
  auto& read_at = found->second.item.read_at;
  read_at = read_at.value_or(at);
  return {};
}

Result<Instant> MemoryStore::high_water() {
  const std::lock_guard lock(db_.mutex);
  return db_.high_water;
}

Status MemoryStore::raise_high_water(Instant instant) {
  const std::lock_guard lock(db_.mutex);
  db_.high_water = std::max(db_.high_water, instant);
  return {};
}

Result<std::size_t> MemoryStore::drop_idempotency(Instant before, std::size_t limit) {
  const std::lock_guard lock(db_.mutex);
  std::size_t dropped = 0;
  std::erase_if(db_.idempotency, [&](const auto& each) {
    const bool drop = dropped < limit && each.second.at < before;
    dropped += drop ? 1 : 0;
    return drop;
  });
  return dropped;
}

}  // namespace baobei::store
