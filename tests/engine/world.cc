#include "engine/world.h"

namespace baobei::test {
namespace {

class MemoryHome final : public Home {
 public:
  MemoryHome() { reopen(); }
  engine::Store& store() override { return *store_; }
  engine::Reader& reader() override { return reader_; }
  std::vector<engine::AttemptRow> attempts(const lifecycle::AppId& app) override {
    return reader_.attempts(app, 100).value();
  }
  void reopen() override { store_ = std::make_unique<store::MemoryStore>(database_); }

 private:
  store::MemoryDatabase database_;
  store::MemoryReader reader_{database_};
  std::unique_ptr<store::MemoryStore> store_;
};

class SqliteHome final : public Home {
 public:
  SqliteHome() { reopen(); }
  engine::Store& store() override { return *opened_.store; }
  engine::Reader& reader() override { return *opened_.reader; }
  std::vector<engine::AttemptRow> attempts(const lifecycle::AppId& app) override {
    return opened_.reader->attempts(app, 100).value();
  }
  void reopen() override {
    opened_ = {};
    auto opened = store::open(scratch_.file("baobei.db"), store::OpenMode::kSandbox, kStart);
    CHECK(opened.has_value(), to_string(opened.error()));
    opened_ = std::move(*opened);
  }

 private:
  Scratch scratch_;
  store::Opened opened_;
};

constexpr Role kEverybody[] = {Role::kDeveloper, Role::kReviewer, Role::kSeniorReviewer,
                               Role::kOfficer, Role::kOperator};

void put_everybody(engine::Store& store) {
  const engine::OrgRow orgs[] = {{"org-a", "developer", "一个组织", ""},
                                 {"org-op", "operator", "平台", ""},
                                 {"org-office", "office", "网信办", "33"}};
  for (const auto& org : orgs) CHECK(store.put_org(org));
  for (const auto role : kEverybody) {
    const auto who = World::actor(role);
    CHECK(store.put_person({who.person, who.org, who.unit, "名字", {role}, who.region, true}));
  }
  CHECK(store.put_office({"33", lifecycle::Channel::kDesk}));
  CHECK(store.put_subject(
      {{"sub-a", lifecycle::SubjectKind::kEnterprise, "33"}, "org-a", "一家公司", "9133"}));
  for (const auto* category : {kPlain, kForum, kLive}) {
    CHECK(store.put_grant({"sub-a", category, std::nullopt}));
  }
  CHECK(store.put_grant({"sub-a", kClinic, kStart + 365 * 24h}));
}

}  // namespace

std::unique_ptr<Home> make_home(StoreKind kind) {
  if (kind == StoreKind::kMemory) return std::make_unique<MemoryHome>();
  return std::make_unique<SqliteHome>();
}

World::World(StoreKind kind, engine::EngineLimits limits, engine::Checker* checker)
    : limits_(limits), checker_(checker), home_(make_home(kind)) {
  put_everybody(home_->store());
  faulty_ = std::make_unique<store::FaultyStore>(home_->store());
  engine_ = std::make_unique<engine::Engine>(*faulty_, clock, book, checker_, limits_);
}

World::~World() = default;

void World::start() {
  engine_->start();
  running_ = true;
}

void World::stop() {
  engine_->stop();
  running_ = false;
}

void World::on_store(const std::function<void(engine::Store&)>& use) {
  if (!running_) return use(home_->store());
  std::promise<void> done;
  CHECK(engine_->run_on_writer([&](engine::Store&) {
    use(home_->store());
    done.set_value();
  }));
  done.get_future().wait();
}

void World::restart(const std::function<void(engine::Engine&)>& before_start) {
  running_ = false;
  engine_.reset();
  faulty_.reset();
  home_->reopen();
  faulty_ = std::make_unique<store::FaultyStore>(home_->store());
  engine_ = std::make_unique<engine::Engine>(*faulty_, clock, book, checker_, limits_);
  if (before_start) before_start(*engine_);
  start();
}

lifecycle::Actor World::actor(Role role) {
  switch (role) {
    case Role::kDeveloper:
      return {"person-developer", role, "org-a", "", ""};
    case Role::kReviewer:
      return {"person-reviewer", role, "org-op", "unit-r", ""};
    case Role::kSeniorReviewer:
      return {"person-senior", role, "org-op", "unit-r", ""};
    case Role::kOfficer:
      return {"person-officer", role, "org-office", "", "33"};
    case Role::kOperator:
      return {"person-operator", role, "org-op", "unit-o", ""};
    case Role::kChecker:
    case Role::kClock:
    case Role::kAuditor:
      break;
  }
  return {"", role, "", "", ""};
}

engine::Request World::request(const lifecycle::AppId& app, Role role,
                               lifecycle::CommandData data) {
  engine::Request request;
  request.command = {app, actor(role), std::move(data)};
  return request;
}

engine::Request World::keyed(engine::Request request, const std::string& key,
                             const std::string& body) {
  request.idempotency = {request.command.actor.person,
                         lifecycle::command_name(request.command.data), key};
  request.request_hash = sha256(body);
  return request;
}

Sent World::submit(engine::StampTicket ticket, engine::Request request) {
  auto promise = std::make_shared<std::promise<Answer>>();
  Sent sent{promise->get_future()};
  engine_->submit(std::move(ticket), std::move(request),
                  [promise](Answer answer) { promise->set_value(std::move(answer)); });
  return sent;
}

void World::must(const lifecycle::AppId& app, Role role, lifecycle::CommandData data) {
  const std::string what = lifecycle::command_name(data);
  const auto answer = send(app, role, std::move(data));
  ASSERT_EQ(answer.kind, AnswerKind::kAccepted)
      << what << ": " << answer.detail << " "
      << (answer.refusal ? lifecycle::refusal_name(*answer.refusal) : "");
}

void World::move_to(Instant instant) {
  clock.set(instant);
  engine_->clock_moved();
  engine_->drain();
}

lifecycle::RegisterApp registration() {
  return {{"sub-a", lifecycle::SubjectKind::kEnterprise, "33"}, "org-a", false};
}

void World::registered(const lifecycle::AppId& app) {
  must(app, Role::kOperator, registration());
}

void World::reviewing(const lifecycle::AppId& app, const std::string& category) {
  registered(app);
  on_store([&](engine::Store& store) {
    CHECK(store.put_package({app, version(app), "1.0", 10, 1, "person-developer", clock.now()}));
  });
  must(app, Role::kDeveloper, lifecycle::Submit{version(app), {category}, {}, {}, {}});
  must(app, Role::kChecker,
       lifecycle::RecordCheck{1, 1, lifecycle::CheckOutcome::kPassed, sha256("report"), {}});
}

void World::filing(const lifecycle::AppId& app) {
  reviewing(app);
  must(app, Role::kReviewer, pass_of(app));
}

void World::prelaunch(const lifecycle::AppId& app) {
  filing(app);
  move_to(*case_of(app).entries.front().end);
}

void World::served(const lifecycle::AppId& app) {
  prelaunch(app);
  must(app, Role::kDeveloper, lifecycle::Release{1, lifecycle::kFullShare});
}

lifecycle::App World::case_of(const lifecycle::AppId& app) {
  const auto stored = reader().app_for_delivery(app);
  if (!stored) return {};
  return lifecycle::decode_app(stored->state).value();
}

std::vector<engine::LoggedEvent> World::log() {
  return reader().log(0, 1'000'000).value();
}

std::vector<std::string> World::log_types(const lifecycle::AppId& app) {
  std::vector<std::string> types;
  for (const auto& event : log()) {
    if (event.app == app) types.push_back(event.row.type);
  }
  return types;
}

std::vector<engine::NoticeListItem> World::inbox(Role role) {
  const auto who = actor(role);
  return reader().inbox({who.person, who.org, {role}, who.region}, false, {"", 200}).value().rows;
}

std::vector<engine::DeadlineRow> World::deadlines() {
  std::vector<engine::DeadlineRow> rows;
  on_store([&](engine::Store& store) { rows = store.due(Instant::max(), 1'000'000).value(); });
  return rows;
}

lifecycle::AnswerFiling World::answer_of(const lifecycle::AppId& app, lifecycle::Verdict verdict) {
  return {1, version(app), verdict, {}, {}, {}, {}, {}, 0};
}

lifecycle::PassReview World::pass_of(const lifecycle::AppId& app) {
  const auto file = case_of(app);
  const auto& submission = file.submissions.at(0);
  lifecycle::PassReview pass{1, submission.digest, submission.review_revision, {}, {}};
  for (const auto& declared : submission.categories) {
    if (declared.filing) pass.present.push_back(declared.category);
  }
  return pass;
}

}  // namespace baobei::test
