#include "bench/seed.h"

#include <set>
#include <vector>

#include "lifecycle/lifecycle.h"

namespace baobei::bench {
namespace {

using lifecycle::Role;

constexpr std::size_t kWritesPerCommit = 256;

lifecycle::CategoryFacts accepted(const char* category, bool filing) {
  lifecycle::CategoryFacts facts;
  facts.category = category;
  facts.known = facts.open_to_subject = facts.accepted = true;
  facts.filing = filing;
  return facts;
}

lifecycle::Facts seed_facts() {
  lifecycle::Facts facts;
  facts.catalogue_version = "seed";
  facts.categories = {accepted(kFilingCategory, true), accepted(kPlainCategory, false)};
  return facts;
}

lifecycle::Actor actor(Role role, std::string person, std::string org) {
  lifecycle::Actor who;
  who.person = std::move(person);
  who.role = role;
  who.org = std::move(org);
  return who;
}

// A case file on its way through commands; all its events go into one write.
class Course {
 public:
  Course(std::string app, const lifecycle::Rules& rules)
      : app_(std::move(app)), rules_(rules), facts_(seed_facts()) {}

  void send(const lifecycle::Actor& who, lifecycle::CommandData data, Instant stamp) {
    auto decided = lifecycle::decide(file_, facts_, {app_, who, std::move(data)}, stamp, rules_);
    CHECK(decided.has_value(), lifecycle::refusal_name(decided.error()));
    for (auto& event : *decided) {
      file_ = lifecycle::apply(std::move(file_), event);
      events_.push_back(std::move(event));
    }
    last_ = stamp;
  }

  const lifecycle::App& file() const { return file_; }
  engine::BuiltWrite written() const {
    return engine::build_write(engine::CaseFile{}, app_, events_, rules_, last_);
  }

 private:
  const std::string app_;
  const lifecycle::Rules& rules_;
  const lifecycle::Facts facts_;
  lifecycle::App file_;
  std::vector<lifecycle::Event> events_;
  Instant last_;
};

engine::TextRow text_row(std::string kind, std::string_view words) {
  engine::TextRow row;
  row.salt = std::string(32, 's');
  row.kind = std::move(kind);
  row.text = words;
  row.commitment = sha256(row.salt + row.text);
  return row;
}

}  // namespace

Status Seeder::directory() {
  TRY(store_.put_org({kOperatorOrg, "operator", "平台运营方", ""}));
  const auto person = [&](const std::string& id, const std::string& org, Role role,
                          const std::string& region) -> Status {
    TRY(store_.put_person({id, org, "unit-a", "某人", {role}, region, true}));
    return store_.put_token({sha256(Cast::token_of(id)), id, "bench", std::nullopt, false});
  };
  for (std::size_t i = 0; i < Cast::kReviewers; ++i) {
    TRY(person(Cast::reviewer(i), kOperatorOrg, Role::kReviewer, ""));
  }
  std::set<std::string> offices;
  for (std::size_t i = 0; i < cast_.subjects(); ++i) {
    TRY(store_.put_org({cast_.org(i), "developer", "一家公司", ""}));
    TRY(person(cast_.developer(i), cast_.org(i), Role::kDeveloper, ""));
    TRY(store_.put_subject(
        {{cast_.subject(i), lifecycle::SubjectKind::kEnterprise, cast_.region(i)},
         cast_.org(i),
         "一家公司",
         fmt::format("{:018}", i)}));
    TRY(store_.put_grant({cast_.subject(i), kFilingCategory, std::nullopt}));
    TRY(store_.put_grant({cast_.subject(i), kPlainCategory, std::nullopt}));
    const auto region = cast_.region(i);
    if (!offices.insert(region).second) continue;
    TRY(store_.put_org({"office-" + region, "office", "网信办", region}));
    TRY(store_.put_office({region, lifecycle::Channel::kDesk}));
    TRY(person("officer-" + region, "office-" + region, Role::kOfficer, region));
  }
  return {};
}

engine::BuiltWrite Seeder::build(std::size_t index, Stage stage, Instant stamp) const {
  Course course(Cast::app(index), rules_);
  lifecycle::RegisterApp registered;
  registered.subject = {cast_.subject(index), lifecycle::SubjectKind::kEnterprise,
                        cast_.region(index)};
  registered.owner = cast_.org(index);
  course.send(actor(Role::kOperator, "operator-1", kOperatorOrg), registered, stamp);
  lifecycle::Submit submit;
  submit.digest = Cast::package(index);
  submit.categories = {kFilingCategory, kPlainCategory};
  course.send(actor(Role::kDeveloper, cast_.developer(index), cast_.org(index)), submit, stamp);
  lifecycle::RecordCheck check{1, 1, lifecycle::CheckOutcome::kPassed, sha256("report"), {}};
  course.send(actor(Role::kChecker, "", ""), check, stamp);
  if (stage == Stage::kReviewing) return course.written();
  lifecycle::PassReview pass;
  pass.submission = 1;
  pass.digest = submit.digest;
  pass.review_revision = course.file().submissions.front().review_revision;
  pass.present = {kFilingCategory};
  course.send(actor(Role::kReviewer, Cast::reviewer(index), kOperatorOrg), pass, stamp);
  if (stage == Stage::kFiling) return course.written();
  const auto warned = course.file().entries.front().warn_at.value();
  course.send(actor(Role::kClock, "", ""), lifecycle::Settle{}, warned);
  return course.written();
}

Seeder::Steps Seeder::steps(std::size_t index, Instant stamp) const {
  const auto seeded = build(index, Stage::kReviewing, stamp);
  const auto step = [&](const engine::CaseFile& file, const lifecycle::Actor& who,
                        lifecycle::CommandData data) {
    const auto events =
        lifecycle::decide(file.app, seed_facts(), {file.app.id, who, data}, stamp, rules_);
    CHECK(events.has_value());
    auto built = engine::build_write(file, file.app.id, *events, rules_, stamp);
    built.write.idempotency =
        engine::IdempotencyRow{{who.person, "", ""},
                               {},
                               engine::response_json(file.app.id, file.app.revision, *events),
                               stamp};
    return built;
  };
  const auto question = text_row("question", kQuestionText);
  const auto answer = text_row("answer", kAnswerText);
  auto asked = step(seeded.after, actor(Role::kReviewer, Cast::reviewer(index), kOperatorOrg),
                    lifecycle::AskDeveloper{1, question.commitment});
  auto answered =
      step(asked.after, actor(Role::kDeveloper, cast_.developer(index), cast_.org(index)),
           lifecycle::AnswerQuestion{1, answer.commitment});
  asked.write.texts = {question};
  asked.write.idempotency->key.operation = "POST /v1/apps/{app}/submissions/{no}/question";
  answered.write.texts = {answer};
  answered.write.idempotency->key.operation = "POST /v1/apps/{app}/submissions/{no}/answer";
  return {std::move(asked.write), std::move(answered.write)};
}

Status Seeder::cases(std::size_t first, std::size_t count, Stage stage, const StampOf& stamp_of) {
  std::vector<engine::Write> writes;
  const auto commit = [&]() -> Status {
    for (const auto& outcome : store_.commit(writes)) {
      if (outcome.result != engine::WriteResult::kCommitted) {
        return fail(ErrorKind::kInternal, "seeding failed: " + outcome.detail);
      }
    }
    writes.clear();
    return {};
  };
  for (std::size_t index = first; index < first + count; ++index) {
    writes.push_back(build(index, stage, stamp_of(index)).write);
    if (writes.size() == kWritesPerCommit) TRY(commit());
  }
  return commit();
}

}  // namespace baobei::bench
