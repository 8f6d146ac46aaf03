#include "story.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace baobei::api {
namespace {

namespace fs = std::filesystem;

// Policy with second signatures, so that signing can be shown.
std::string strict_catalogue() {
  const auto folder = fs::path(testing::TempDir()) / "baobei-api-catalogue";
  fs::remove_all(folder);
  fs::copy(BAOBEI_CATALOGUE, folder, fs::copy_options::recursive);
  std::stringstream text;
  text << std::ifstream(folder / "policy.toml").rdbuf();
  auto words = text.str();
  for (const std::string name : {"second_signature_late_fail", "second_signature_take_down"}) {
    const auto from = "[" + name + "]\nvalue = false";
    const auto at = words.find(from);
    EXPECT_NE(at, std::string::npos) << name;
    if (at != std::string::npos) words.replace(at, from.size(), "[" + name + "]\nvalue = true");
  }
  std::ofstream(folder / "policy.toml") << words;
  return folder.string();
}

}  // namespace

Story::Story() : program(strict_catalogue()), contract(program) {}

void Story::registers(const std::string& app, const std::string& subject) {
  contract.send({"registerApp", "operator", {}, register_body(app, subject)}, 201);
}

std::string Story::register_body(const std::string& app, const std::string& subject) {
  return R"({"app":")" + app + R"(","name":"论坛","subject":")" + subject +
         R"(","owner":"org-developer"})";
}

std::string Story::uploads(const std::string& app, const std::string& label) {
  const auto reply =
      contract.send({"uploadPackage", "developer", {app}, sample_tar(app + label)}, 201);
  const auto value = reply.json();
  return value.is_object() ? std::string(value.at("digest").as_string()) : "";
}

std::string Story::submit_body(const std::string& digest) {
  return R"({"digest":")" + digest + R"(","categories":["social-forum"],"notes":"说明"})";
}

std::string Story::submits(const std::string& app, const std::string& label) {
  digest_ = uploads(app, label);
  const auto reply = contract.send({"submit", "developer", {app}, submit_body(digest_)}, 201);
  const auto location = reply.header("Location");
  const auto no = location.substr(location.rfind('/') + 1);
  wait_until(app, no, "reviewing");
  return no;
}

void Story::wait_until(const std::string& app, const std::string& no, const std::string& state) {
  std::string seen;
  for (int i = 0; i < 600 && seen != state; ++i) {
    const auto reply = contract.send({"getSubmission", "reviewer", {app, no}}, 200);
    etag_ = reply.header("ETag");
    const auto value = reply.json();
    seen = value.is_object() ? std::string(value.at("state").as_string()) : "";
    if (seen != state) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_EQ(seen, state) << app;
}

void Story::passes(const std::string& app, const std::string& no) {
  const auto body = R"({"digest":")" + digest_ + R"(","present":["social-forum"]})";
  contract.send({"passReview", "reviewer", {app, no}, body, "", if_match()}, 200);
}

void Story::moves_clock(const std::string& by) {
  contract.send({"moveSandboxClock", "operator", {}, R"({"by":")" + by + "\"}"}, 200);
}

std::string Story::now() {
  const auto value = contract.send({"getSandboxClock", "operator"}, 200).json();
  return std::string(value.at("now").as_string());
}

void Story::commands(const Command& command) {
  const auto& call = command.call;
  const auto with = [&](auto change) {
    Call other = call;
    change(other);
    return other;
  };
  contract.send(with([](Call& other) { other.body = "{"; }), 400);
  contract.send(with([](Call& other) { other.who.clear(); }), 401);
  contract.send(with([&](Call& other) { other.who = command.forbidden; }), 403);
  if (!call.path.empty()) {
    contract.send(with([](Call& other) { other.path[0] = kNowhere; }), 404);
  }
  contract.send(with([](Call& other) { other.stated_bytes = 300'000; }), 413);
  contract.send(with([](Call& other) { other.query = "?dry_run=true"; }), 200);
  const auto key = "Idempotency-Key: of-" + call.operation + "\r\n";
  const auto keyed = with([&](Call& other) { other.header_lines += key; });
  contract.send(keyed, command.done);
  const auto again = contract.send(keyed, command.done);
  EXPECT_EQ(again.header("Idempotency-Replayed"), "true") << call.operation;
  Call reused = keyed;
  reused.body += call.body.empty() ? "{}" : " ";
  contract.send(reused, 422);
  contract.send(command.conflict.value_or(call), 409);
}

}  // namespace baobei::api
