// A server on loopback over the real engine, store and catalogue, with a clock of the test's own:
// what people may do by API, and what is on record afterwards.
//
// Threads: one test thread asks; the engine's writer and the server's threads answer. Owner: a
// test.
#pragma once

#include <gtest/gtest.h>

#include <future>
#include <map>
#include <memory>
#include <string>

#include "base/json.h"
#include "blobs/blobs.h"
#include "engine/application_desk.h"
#include "engine/book.h"
#include "engine/manual_clock.h"
#include "http/application.h"
#include "http/engine_commands.h"
#include "http/review_leases.h"
#include "http/sign_in_means.h"
#include "http/test_client.h"
#include "server/beside.h"
#include "store/sqlite_store.h"
#include "support/scratch.h"

namespace baobei::test {

using http::test::Answer;
using lifecycle::Role;

inline const std::string kPdf = "%PDF-1.7 licence";
inline const std::string kPng = "\x89PNG\r\n\x1A\n picture";
inline const std::string kJpeg = "\xFF\xD8\xFF photo";

class CatalogueBook final : public engine::Book {
 public:
  explicit CatalogueBook(const catalogue::CatalogueSet& set) : catalogue_(set.all().front()) {}
  const lifecycle::Rules& rules(Instant) const override { return catalogue_.rules(); }
  std::string catalogue_version(Instant) const override { return catalogue_.version(); }
  std::optional<engine::CategoryEntry> category(const lifecycle::CategoryId& id,
                                                Instant) const override {
    const auto* found = catalogue_.category(id);
    if (found == nullptr) return std::nullopt;
    return engine::CategoryEntry{found->filing_category, found->subjects, found->carries_filing_of};
  }

 private:
  const catalogue::Catalogue& catalogue_;
};

class RightsWorld {
 public:
  RightsWorld()
      : clock(parse_rfc3339("2026-03-02T09:00:00Z").value()),
        catalogues(builtin()),
        book(catalogues),
        opened(store::open(scratch.file("baobei.db"), store::OpenMode::kProduction, clock.now())
                   .value()),
        engine(*opened.store, clock, book, nullptr),
        commands(engine),
        background(2, 16),
        services{commands,
                 *opened.reader,
                 blobs,
                 clock,
                 catalogues,
                 background,
                 [](const std::string&) {
                   return http::PackageFacts{sha256("tree"), 1, 1};
                 },
                 [] { return Status(); },
                 [](const Error&) {},
                 {},
                 {}},
        beside(open_beside()),
        sign_in_means(sign_in::Seal::open(server::seal_path(scratch.path().string())).value()) {
    beside->plug_into(services);
    services.check_version = [](auto&&...) -> std::unexpected<Error> {
      return fail(ErrorKind::kUnavailable, "no checks here");
    };
    services.applications = opened.applications.get();
    services.take_step = [this](const engine::StepRequest& request) {
      return engine::take_step(*opened.store, *opened.applications, *opened.reader, request);
    };
    services.directory = opened.directory.get();
    services.sign_in_means = &sign_in_means;
    services.leases = &leases;
    services.drop_blob = [this](const Digest& digest) -> Status {
      TRY(blobs.remove(digest));
      return {};
    };
    application = std::make_unique<http::ApiApplication>(services);
    engine.start();
    beside->start(services);
    populate();
    http::ServerOptions options;
    options.upload_directory = scratch.path().string();
    server = std::make_unique<http::Server>(options, *application);
    EXPECT_TRUE(server->start());
  }
  ~RightsWorld() {
    beside->stop();
    server->stop();
    engine.stop();
  }

  // The token of a person is "token-" and their id.
  void person(const std::string& id, const std::string& org, std::vector<Role> roles,
              const std::string& unit = "", const std::string& region = "") {
    on_writer([&](engine::Store& store) {
      EXPECT_TRUE(store.put_person({id, org, unit, id, std::move(roles), region, true}));
      EXPECT_TRUE(store.put_token({sha256("token-" + id), id, "test", {}, false}));
    });
  }
  void on_writer(const std::function<void(engine::Store&)>& task) {
    std::promise<void> done;
    EXPECT_TRUE(engine.run_on_writer([&](engine::Store& store) {
      task(store);
      done.set_value();
    }));
    done.get_future().wait();
  }
  engine::Answer send(const std::string& app, lifecycle::Actor actor, lifecycle::CommandData data) {
    engine::Request request;
    request.command = {app, std::move(actor), std::move(data)};
    std::promise<engine::Answer> answer;
    engine.submit(engine.stamp(), std::move(request),
                  [&](engine::Answer got) { answer.set_value(std::move(got)); });
    return answer.get_future().get();
  }

  Answer ask(std::string_view method, const std::string& target, const std::string& who,
             const std::string& body = "", const std::string& lines = "") {
    std::string all = lines;
    if (!who.empty()) all += "Authorization: Bearer token-" + who + "\r\n";
    auto answer =
        http::test::ask(server->port(), http::test::request_text(method, target, all, body));
    EXPECT_TRUE(answer) << method << " " << target;
    return answer.value_or(Answer{});
  }
  Answer get(const std::string& target, const std::string& who) { return ask("GET", target, who); }
  Answer post(const std::string& target, const std::string& who, const std::string& body = "",
              const std::string& lines = "") {
    return ask("POST", target, who, body, lines);
  }

  test::Scratch scratch;
  engine::ManualClock clock;
  catalogue::CatalogueSet catalogues;
  CatalogueBook book;
  blobs::MemoryBlobs blobs;
  store::Opened opened;
  engine::Engine engine;
  http::EngineCommands commands;
  http::Background background;
  http::Services services;
  std::unique_ptr<server::Beside> beside;
  http::SignInMeans sign_in_means;
  http::ReviewLeases leases;
  std::unique_ptr<http::ApiApplication> application;
  std::unique_ptr<http::Server> server;

 private:
  std::unique_ptr<server::Beside> open_beside() {
    server::Config config;
    config.data = scratch.path().string();
    return server::Beside::open(
               config, opened, blobs, clock,
               [](auto&&...) -> std::unexpected<Error> {
                 return fail(ErrorKind::kUnavailable, "no outlines here");
               },
               [](const Error&) {})
        .value();
  }
  static catalogue::CatalogueSet builtin() {
    std::vector<catalogue::Catalogue> versions;
    versions.push_back(catalogue::load_builtin());
    return catalogue::CatalogueSet::of(std::move(versions)).value();
  }
  void populate() {
    on_writer([&](engine::Store& store) {
      for (const char* org : {"org-dev", "org-other", "org-agency", "org-op", "org-office"}) {
        EXPECT_TRUE(store.put_org({org, "developer", org, ""}));
      }
      using lifecycle::SubjectKind;
      EXPECT_TRUE(store.put_subject(
          {{"sub-1", SubjectKind::kEnterprise, "33"}, "org-dev", "一家公司", "code-1"}));
      EXPECT_TRUE(
          store.put_subject({{"sub-2", SubjectKind::kPersonal, "44"}, "org-other", "个人", ""}));
    });
    person("developer", "org-dev", {Role::kDeveloper});
    person("stranger", "org-other", {Role::kDeveloper});
    person("agency", "org-agency", {Role::kDeveloper});
    person("operator", "org-op", {Role::kOperator}, "ops");
    person("second", "org-op", {Role::kOperator}, "ops");
    person("reviewer", "org-op", {Role::kReviewer}, "review");
    person("officer", "org-office", {Role::kOfficer}, "", "33");
    const auto registered =
        send("wx1", {"operator", Role::kOperator, "org-op", "ops", ""},
             lifecycle::RegisterApp{
                 {"sub-1", lifecycle::SubjectKind::kEnterprise, "33"}, "org-dev", false});
    EXPECT_EQ(registered.kind, engine::AnswerKind::kAccepted) << registered.detail;
  }
};

inline json::object object_of(const Answer& answer) {
  auto value = parse_json(answer.body, std::size_t{4} << 20);
  EXPECT_TRUE(value) << answer.body;
  if (!value || !value->is_object()) return {};
  return value->as_object();
}

// A member of an answer as text; empty where it is absent.
inline std::string member(const Answer& answer, std::string_view name) {
  const auto object = object_of(answer);
  const auto* found = object.if_contains(name);
  if (found == nullptr) return {};
  return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

}  // namespace baobei::test
