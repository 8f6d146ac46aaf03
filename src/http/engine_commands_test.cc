// From the socket to the real engine and back, on a store that keeps states alone.

#include "http/engine_commands.h"

#include "http/test_world.h"

namespace baobei::http {
namespace {

using engine::WriteOutcome;
using test::member;

class StateStore final : public engine::Store {
 public:
  std::vector<WriteOutcome> commit(std::span<const engine::Write> writes) override {
    std::vector<WriteOutcome> outcomes;
    for (const auto& write : writes) {
      states[write.app] = {write.state, write.events.back().revision, write.events.back().hash};
      if (write.idempotency) keys[write.idempotency->key.key] = *write.idempotency;
      WriteOutcome outcome;
      outcome.result = engine::WriteResult::kCommitted;
      outcomes.push_back(outcome);
    }
    return outcomes;
  }
  Result<engine::StoredApp> load(const lifecycle::AppId& app) override {
    if (!states.contains(app)) return fail(ErrorKind::kNotFound, "no such app");
    return states.at(app);
  }
  Result<engine::FactsAnswer> facts(const engine::FactsQuery& query) override {
    engine::FactsAnswer answer;
    answer.person = {query.person, "org-op", "unit-a", "", {lifecycle::Role::kOperator}, "", true};
    return answer;
  }
  Result<std::optional<engine::IdempotencyRow>> find_idempotency(
      const engine::IdempotencyKey& key) override {
    if (!keys.contains(key.key)) return std::nullopt;
    return keys.at(key.key);
  }
  Result<std::vector<engine::DeadlineRow>> due(Instant, std::size_t) override {
    return std::vector<engine::DeadlineRow>{};
  }
  Result<std::optional<Instant>> next_due() override { return std::nullopt; }
  Result<std::vector<Lease>> lease_deliveries(engine::DeliveryKind, Instant, Instant,
                                              std::size_t) override {
    return std::vector<Lease>{};
  }
  Status finish_delivery(std::uint64_t) override { return {}; }
  Status record_attempts(std::span<const engine::AttemptRow>) override { return {}; }
  Result<bool> has_event(const std::string&, lifecycle::Revision, const Digest&) override {
    return false;
  }
  Status replace_deadlines(const std::string&, lifecycle::Revision,
                           std::span<const lifecycle::Deadline>) override {
    return {};
  }
  Status put_org(const engine::OrgRow&) override { return {}; }
  Status put_person(const engine::PersonRow&) override { return {}; }
  Status put_token(const engine::TokenRow&) override { return {}; }
  Status put_subject(const engine::SubjectRow&) override { return {}; }
  Status put_grant(const engine::GrantRow&) override { return {}; }
  Status remove_grant(const std::string&, const std::string&) override { return {}; }
  Status put_office(const engine::OfficeRow&) override { return {}; }
  Status put_package(const engine::PackageRow& row) override {
    packages.push_back(row);
    return {};
  }
  Status put_app_name(const engine::AppNameRow& row) override {
    names[row.app] = row.name;
    return {};
  }
  Status bar_everywhere(const Digest&, bool) override { return {}; }
  Status mark_read(const engine::Viewer&, std::uint64_t, Instant) override {
    return fail(ErrorKind::kNotFound, "not yours");
  }
  Result<Instant> high_water() override { return Instant{}; }
  Status raise_high_water(Instant) override { return {}; }
  Result<std::size_t> drop_idempotency(Instant, std::size_t) override { return std::size_t{0}; }
  std::uint64_t wal_bytes() override { return 0; }

  std::map<std::string, engine::StoredApp> states;
  std::map<std::string, engine::IdempotencyRow> keys;
  std::map<std::string, std::string> names;
  std::vector<engine::PackageRow> packages;
};

class PlainBook final : public engine::Book {
 public:
  const lifecycle::Rules& rules(Instant) const override { return rules_; }
  std::string catalogue_version(Instant) const override { return "1"; }
  std::optional<engine::CategoryEntry> category(const std::string&, Instant) const override {
    return std::nullopt;
  }

 private:
  lifecycle::Rules rules_;
};

struct EngineWorld : test::World {
  EngineWorld() : engine_(store, clock, book, nullptr), real(engine_) { engine_.start(); }
  StateStore store;
  PlainBook book;
  engine::Engine engine_;
  EngineCommands real;
};

test::Answer send(Server& server, const std::string& target, const std::string& who,
                  const std::string& body, const std::string& lines = "") {
  const auto header = lines + "Authorization: Bearer token-" + who + "\r\n";
  const auto answer = test::ask(server.port(), test::request_text("POST", target, header, body));
  EXPECT_TRUE(answer) << target;
  return answer.value_or(test::Answer{});
}

TEST(EngineCommands, carry_a_command_to_the_store_and_its_answer_back) {
  EngineWorld world;
  Services services{world.real,
                    world.reader,
                    world.blobs,
                    world.clock,
                    world.catalogues,
                    world.background,
                    world.services.intake,
                    world.services.ready,
                    world.services.report,
                    {},
                    {}};
  world.plug_into(services);
  ApiApplication application(services);
  ServerOptions options;
  options.upload_directory = testing::TempDir();
  Server server(options, application);
  ASSERT_TRUE(server.start());

  const std::string body =
      R"({"app":"wx2","name":"社区","subject":"sub-1","owner":"org-dev","own":false})";
  const std::string key = "Idempotency-Key: first\r\n";
  const auto why_not = send(server, "/v1/apps?dry_run=true", "operator", body);
  EXPECT_EQ(why_not.status, 200) << why_not.body;
  const auto made = send(server, "/v1/apps", "operator", body, key);
  EXPECT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.header("Location"), "/v1/apps/wx2");
  EXPECT_EQ(member(made, "revision"), "1");
  const auto again = send(server, "/v1/apps", "operator", body, key);
  EXPECT_EQ(again.body, made.body);
  EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
  const auto other = R"({"app":"wx3","name":"社区","subject":"sub-1","owner":"org-dev"})";
  EXPECT_EQ(send(server, "/v1/apps", "operator", other, key).status, 422);
  const auto twice = send(server, "/v1/apps", "operator", body);
  EXPECT_EQ(twice.status, 409);
  EXPECT_EQ(member(twice, "refusal"), "already_registered");
  EXPECT_EQ(send(server, "/v1/apps/wx1/packages", "developer", "archive").status, 201);
  EXPECT_EQ(send(server, "/v1/inbox/5/read", "developer", "").status, 404);

  world.engine_.stop();
  EXPECT_EQ(send(server, "/v1/apps", "operator", other).status, 503);
  EXPECT_EQ(send(server, "/v1/inbox/5/read", "developer", "").status, 503);
  server.stop();
  EXPECT_EQ(world.store.names.at("wx2"), "社区");
  EXPECT_EQ(world.store.states.size(), 1U);
  ASSERT_EQ(world.store.packages.size(), 1U);
  EXPECT_EQ(world.store.packages.front().digest, sha256("tree"));
}

}  // namespace
}  // namespace baobei::http
