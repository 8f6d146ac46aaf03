#include "contract.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "schema.h"
#include "yaml.h"

namespace baobei::api {
namespace {

// Of the contract's introduction: may answer any request.
constexpr int kOfEverything[] = {405, 408, 413, 417, 431, 500, 503};

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::string row(const std::string& operation, int status) {
  return operation + " " + std::to_string(status);
}

std::string filled(const std::string& pattern, const std::vector<std::string>& values) {
  std::string path = pattern;
  for (const auto& value : values) {
    const auto open = path.find('{');
    CHECK(open != std::string::npos, pattern);
    path.replace(open, path.find('}') - open + 1, value);
  }
  CHECK(path.find('{') == std::string::npos, pattern + " wants more parameters");
  return path;
}

}  // namespace

Call too_long(Call call, std::size_t bytes) {
  call.stated_bytes = bytes;
  return call;
}

Contract::Contract(const Program& program) : program_(program) {
  std::stringstream text;
  text << std::ifstream(BAOBEI_CONTRACT).rdbuf();
  auto document = read_yaml(text.str());
  CHECK(document.has_value(), document ? "" : to_string(document.error()));
  document_ = std::move(*document);
  for (const auto& path : document_.at("paths").as_object()) {
    for (const auto& method : path.value().as_object()) {
      const auto& one = method.value().as_object();
      operations_[std::string(one.at("operationId").as_string())] = {
          upper(std::string(method.key())), std::string(path.key()), &one};
    }
  }
}

const Contract::Operation& Contract::find(const std::string& operation) const {
  const auto found = operations_.find(operation);
  CHECK(found != operations_.end(), operation);
  return found->second;
}

bool Contract::needs_token(const std::string& operation) const {
  const auto* security = find(operation).document->if_contains("security");
  return security == nullptr || !security->as_array().empty();
}

bool Contract::reads(const std::string& operation) const {
  return find(operation).method == "GET";
}

const Call* Contract::carried_out(const std::string& operation) const {
  const auto found = carried_out_.find(operation);
  return found == carried_out_.end() ? nullptr : &found->second;
}

std::vector<std::string> Contract::any_path(const std::string& operation) const {
  const auto& pattern = find(operation).pattern;
  return std::vector<std::string>(static_cast<std::size_t>(std::ranges::count(pattern, '{')), "1");
}

std::set<std::string> Contract::never_answered() const {
  std::set<std::string> rest;
  for (const auto& [name, operation] : operations_) {
    for (const auto& response : operation.document->at("responses").as_object()) {
      rest.insert(name + " " + std::string(response.key()));
    }
  }
  for (const auto& one : answered_) rest.erase(one);
  return rest;
}

void Contract::compare(const Operation& operation, const Reply& reply,
                       const std::string& what) const {
  const auto& responses = operation.document->at("responses").as_object();
  const auto* given = responses.if_contains(std::to_string(reply.status));
  if (given == nullptr) {
    EXPECT_NE(std::ranges::find(kOfEverything, reply.status), std::end(kOfEverything))
        << what << ": not documented\n"
        << reply.body;
    return;
  }
  const auto& response = resolved(*given, document_);
  const auto* content = response.if_contains("content");
  const auto type = reply.header("Content-Type");
  if (content == nullptr) {
    EXPECT_TRUE(reply.body.empty()) << what << ": a body that is not documented: " << reply.body;
    return;
  }
  const auto* form = content->as_object().if_contains(type.substr(0, type.find(';')));
  ASSERT_NE(form, nullptr) << what << ": " << type << " is not documented";
  if (!type.starts_with("application/json") && !type.starts_with("application/problem+json")) {
    return;
  }
  const auto* schema = form->as_object().if_contains("schema");
  ASSERT_NE(schema, nullptr) << what;
  for (const auto& fault : faults_of(reply.json(), *schema, document_)) {
    ADD_FAILURE() << what << ": " << fault << "\n" << reply.body.substr(0, 2'000);
  }
}

Reply Contract::send(const Call& call, int status) {
  auto reply = ask(call);
  EXPECT_EQ(reply.status, status) << call.operation << " as " << call.who << "\n"
                                  << reply.body.substr(0, 2'000);
  return reply;
}

Reply Contract::ask(const Call& call) {
  const auto& operation = find(call.operation);
  Ask sent;
  sent.method = operation.method;
  sent.target = filled(operation.pattern, call.path) + call.query;
  sent.who = call.who;
  sent.body = call.body;
  sent.header_lines = call.header_lines;
  sent.token = call.token;
  sent.stated_bytes = call.stated_bytes;
  sent.until = call.until;
  auto reply = program_.ask(sent);
  const auto what = call.operation + ": " + sent.method + " " + sent.target + " as " + call.who;
  compare(operation, reply, row(what, reply.status));
  answered_.insert(row(call.operation, reply.status));
  const bool done = reply.status >= 200 && reply.status <= 204;
  if (done && call.query.empty()) carried_out_.insert_or_assign(call.operation, call);
  return reply;
}

}  // namespace baobei::api
