// A server on loopback over the real engine, store and catalogue, with a clock of the test's own:
// what people may do by API, and what is on record afterwards. Light: what it stands on is named in
// world.cc alone.
//
// Threads: one test thread asks; the engine's writer and the server's threads answer. Owner: a
// test.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "engine/manual_clock.h"
#include "http/test_client.h"
#include "lifecycle/command.h"
#include "support/scratch.h"

namespace baobei::engine {
struct Answer;
class Courier;
class Blobs;
class Directory;
class Scans;
class SignIns;
class Statistics;
class Store;
}  // namespace baobei::engine
namespace baobei::http {
class Background;
class LogProofs;
class Oidc;
}  // namespace baobei::http
namespace baobei::sign_in {
class Seal;
}

namespace baobei::test {

using http::test::Answer;
using lifecycle::Role;

inline const std::string kPdf = "%PDF-1.7 licence";
inline const std::string kPng = "\x89PNG\r\n\x1A\n picture";
inline const std::string kJpeg = "\xFF\xD8\xFF photo";

class RightsWorld {
 public:
  // Hosts with their ports that webhooks may call.
  explicit RightsWorld(std::vector<std::string> webhook_allow = {});
  ~RightsWorld();

  // The token of a person is "token-" and their id.
  void person(const std::string& id, const std::string& org, std::vector<Role> roles,
              const std::string& unit = "", const std::string& region = "");
  void on_writer(const std::function<void(engine::Store&)>& task);
  engine::Answer send(const std::string& app, lifecycle::Actor actor, lifecycle::CommandData data);

  Answer ask(std::string_view method, const std::string& target, const std::string& who,
             const std::string& body = "", const std::string& lines = "");
  Answer get(const std::string& target, const std::string& who) { return ask("GET", target, who); }
  Answer post(const std::string& target, const std::string& who, const std::string& body = "",
              const std::string& lines = "") {
    return ask("POST", target, who, body, lines);
  }

  std::uint16_t port() const;
  // Of an uploaded document, as they lie on the disk; empty where nothing does.
  std::string stored_bytes(const std::string& document);
  // Of a form's picture of "wx1", likewise.
  std::string stored_picture(const std::string& picture);
  // How often bytes that nothing names were looked for.
  std::size_t unnamed_sweeps() const;
  engine::Blobs& blobs();
  engine::Scans& scans();
  engine::Directory& directory();
  engine::SignIns& sign_ins();
  engine::Statistics& statistics();
  const sign_in::Seal& seal();
  // On which passwords are hashed.
  http::Background& hashing();
  engine::Courier& courier();
  // Stopped and started again, as if the server had ended in between.
  void stop_settling();
  void start_settling();
  // Checkpoints and proofs by API, from now on.
  http::LogProofs& prove_the_log();
  std::string signing_key();
  // Providers of identities, from now on.
  void provide_identities(std::unique_ptr<http::Oidc> oidc);

  test::Scratch scratch;
  engine::ManualClock clock;

 private:
  struct Parts;
  void populate();
  std::unique_ptr<Parts> parts_;
};

json::object object_of(const Answer& answer);

// A member of an answer as text; empty where it is absent.
std::string member(const Answer& answer, std::string_view name);

}  // namespace baobei::test
