#include "engine/decider.h"

#include <algorithm>

#include "lifecycle/codec.h"

namespace baobei::engine {
namespace {

using lifecycle::App;
using lifecycle::CategoryId;

// Every category that the command or a submission of the mini-program names.
std::vector<CategoryId> categories_of_interest(const App& app, const lifecycle::CommandData& data) {
  std::vector<CategoryId> all;
  const auto add = [&](const CategoryId& category) {
    if (std::ranges::find(all, category) == all.end()) all.push_back(category);
  };
  if (const auto* submit = std::get_if<lifecycle::Submit>(&data)) {
    for (const auto& category : submit->categories) add(category);
  }
  for (const auto& submission : app.submissions) {
    const bool alive = lifecycle::holder_of(submission.state) != lifecycle::Holder::kNobody ||
                       submission.state == lifecycle::SubmissionState::kReleased;
    if (!alive) continue;
    for (const auto& declared : submission.categories) add(declared.category);
  }
  for (const auto& watch : app.qualifications) add(watch.category);
  return all;
}

lifecycle::CategoryFacts category_facts(const Book& book, const lifecycle::SubjectKind kind,
                                        const CategoryId& category,
                                        const std::vector<GrantRow>& grants, Instant at) {
  lifecycle::CategoryFacts facts;
  facts.category = category;
  if (const auto entry = book.category(category, at)) {
    facts.known = true;
    facts.filing = entry->filing;
    facts.carries_filing_of = entry->carries_filing_of;
    facts.open_to_subject = std::ranges::find(entry->open_to, kind) != entry->open_to.end();
  }
  const auto grant = std::ranges::find(grants, category, &GrantRow::category);
  if (grant != grants.end()) {
    facts.accepted = true;
    facts.valid_until = grant->valid_until;
  }
  return facts;
}

// R25: rights are as at the decision. A person who was suspended, moved or stripped of the role
// while the command was on its way may not act any more.
bool is_still(const std::optional<PersonRow>& person, const lifecycle::Actor& actor) {
  if (!person || !person->active || person->org != actor.org || person->unit != actor.unit) {
    return false;
  }
  const bool of_region = actor.role != lifecycle::Role::kOfficer || person->region == actor.region;
  return of_region && std::ranges::find(person->roles, actor.role) != person->roles.end();
}

// The digests whose bars a decision may rest on.
std::vector<Digest> digests_of_interest(const App& app, const lifecycle::CommandData& data) {
  std::vector<Digest> digests;
  if (const auto* submit = std::get_if<lifecycle::Submit>(&data)) digests.push_back(submit->digest);
  for (const auto& submission : app.submissions) {
    const bool could_be_released = submission.state == lifecycle::SubmissionState::kReleased ||
                                   submission.state == lifecycle::SubmissionState::kReleasable ||
                                   lifecycle::is_before_the_office(submission.state);
    if (could_be_released) digests.push_back(submission.digest);
  }
  std::ranges::sort(digests);
  digests.erase(std::ranges::unique(digests).begin(), digests.end());
  return digests;
}

}  // namespace

Result<const CaseFile*> Decider::case_file(const lifecycle::AppId& app) {
  if (const auto found = cache_.find(app); found != cache_.end()) return &found->second;
  auto stored = store_.load(app);
  CaseFile file;
  if (stored) {
    auto decoded = lifecycle::decode_app(stored->state);
    if (!decoded) {
      return fail(ErrorKind::kCorrupt,
                  "the stored case file cannot be read: " + to_string(decoded.error()), app);
    }
    file.app = std::move(*decoded);
    if (file.app.revision != stored->revision) {
      return fail(ErrorKind::kCorrupt, "the stored state is not of the stored revision", app);
    }
    file.last_hash = stored->last_hash;
  } else if (stored.error().kind != ErrorKind::kNotFound) {
    return std::unexpected(stored.error());
  }
  return &cache_.emplace(app, std::move(file)).first->second;
}

Result<std::vector<lifecycle::Deadline>> Decider::deadlines(const lifecycle::AppId& app,
                                                            Instant at) {
  TRY_ASSIGN(const CaseFile* file, case_file(app));
  if (!file->app.registered()) return std::vector<lifecycle::Deadline>{};
  return lifecycle::deadlines(file->app, book_.rules(at));
}

Result<bool> Decider::ends_within(const lifecycle::AppId& app, Instant after, Instant until) {
  TRY_ASSIGN(const auto pending, deadlines(app, until));
  return std::ranges::any_of(pending, [&](const lifecycle::Deadline& deadline) {
    return after < deadline.due && deadline.due <= until;
  });
}

Result<Decider::Gathered> Decider::gather(const App& app, const Request& request, Instant stamp) {
  const auto& data = request.command.data;
  const auto& rules = book_.rules(stamp);
  lifecycle::Subject subject = app.subject;
  if (const auto* change = std::get_if<lifecycle::ChangeSubject>(&data)) subject = change->subject;
  if (const auto* registers = std::get_if<lifecycle::RegisterApp>(&data)) {
    subject = registers->subject;
  }

  FactsQuery query;
  query.person = request.command.actor.person;
  query.app = request.command.app;
  query.subject = subject.id;
  query.region = lifecycle::office_region(subject, rules);
  query.digests = digests_of_interest(app, data);
  if (const auto* submit = std::get_if<lifecycle::Submit>(&data)) query.package = submit->digest;
  TRY_ASSIGN(FactsAnswer answer, store_.facts(query));

  Gathered gathered;
  auto& facts = gathered.facts;
  facts.catalogue_version = book_.catalogue_version(stamp);
  for (const auto& category : categories_of_interest(app, data)) {
    facts.categories.push_back(category_facts(book_, subject.kind, category, answer.grants, stamp));
  }
  facts.channel = query.region.empty() ? lifecycle::Channel::kNone : answer.channel;
  facts.digests_barred_everywhere = answer.barred_everywhere;
  if (query.package) {
    facts.package_stored = answer.package_stored;
    const auto names = [&](const std::vector<Digest>& list) {
      return std::ranges::find(list, *query.package) != list.end();
    };
    facts.barred_elsewhere = names(answer.barred_elsewhere);
    facts.barred_everywhere = names(answer.barred_everywhere);
  }
  gathered.may_act = query.person.empty() || is_still(answer.person, request.command.actor);
  gathered.stamps = std::move(answer.stamps);
  return gathered;
}

Result<Decided> Decider::decide(const Request& request, Instant stamp, Instant now) {
  TRY_ASSIGN(const CaseFile* file, case_file(request.command.app));
  TRY_ASSIGN(Gathered gathered, gather(file->app, request, stamp));
  const auto& rules = book_.rules(stamp);

  Decided decided;
  decided.before = file->app.revision;
  if (!gathered.may_act) {
    decided.refusal = lifecycle::Refusal::kNoRight;
    return decided;
  }
  auto decision = lifecycle::decide(file->app, gathered.facts, request.command, stamp, rules);
  if (!decision) {
    decided.refusal = decision.error();
    return decided;
  }
  decided.events = std::move(*decision);
  if (request.dry_run) {
    if (std::holds_alternative<lifecycle::Submit>(request.command.data)) {
      decided.outlook = lifecycle::outlook(file->app, decided.events, gathered.facts, stamp, rules);
    }
    return decided;
  }
  auto built = build_write(*file, request.command.app, decided.events, rules, now);
  decided.write = std::move(built.write);
  decided.write.texts = request.texts;
  decided.write.facts = std::move(gathered.stamps);
  decided.write.finished_delivery = request.delivery;
  if (request.job_item) {
    decided.write.finished_item = FinishedItem{
        *request.job_item, response_json(request.command.app, decided.before, decided.events)};
  }
  if (request.idempotency) {
    decided.write.idempotency =
        IdempotencyRow{*request.idempotency, request.request_hash,
                       response_json(request.command.app, decided.before, decided.events), now};
  }
  cache_[request.command.app] = std::move(built.after);
  return decided;
}

}  // namespace baobei::engine
