// The examples of the contract: each is true to its schema, and none is missing.

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "schema.h"
#include "yaml.h"

namespace baobei::api {
namespace {

const json::value& contract() {
  static const json::value document = [] {
    std::ifstream file(BAOBEI_CONTRACT);
    std::stringstream text;
    text << file.rdbuf();
    auto read = read_yaml(text.str());
    CHECK(read.has_value(), to_string(read ? Error{} : read.error()));
    return *read;
  }();
  return document;
}

// Every example of a media type, by its name.
std::vector<std::pair<std::string, const json::value*>> examples_of(const json::object& media) {
  std::vector<std::pair<std::string, const json::value*>> examples;
  if (const auto* one = media.if_contains("example")) examples.emplace_back("example", one);
  if (const auto* many = media.if_contains("examples")) {
    for (const auto& row : many->as_object()) {
      const auto& example = resolved(row.value(), contract());
      examples.emplace_back(std::string(row.key()), &example.at("value"));
    }
  }
  return examples;
}

// The JSON of a request body or response; nullptr: it has none.
const json::object* json_of(const json::object& holder) {
  const auto* content = holder.if_contains("content");
  if (content == nullptr) return nullptr;
  const auto* media = content->as_object().if_contains("application/json");
  return media == nullptr ? nullptr : &media->as_object();
}

void check_media(const json::object& media, const std::string& what) {
  const auto examples = examples_of(media);
  EXPECT_FALSE(examples.empty()) << what << " has no example";
  for (const auto& [name, value] : examples) {
    for (const auto& fault : faults_of(*value, media.at("schema"), contract())) {
      ADD_FAILURE() << what << ", " << name << ": " << fault;
    }
  }
}

// A body that has nothing in it needs no example of it.
bool is_empty_object(const json::object& media) {
  const auto& schema = resolved(media.at("schema"), contract());
  return !schema.contains("properties") && !schema.contains("oneOf") && !schema.contains("allOf") &&
         !schema.contains("items");
}

TEST(Examples, stand_at_every_body_and_answer_and_are_true_to_the_schema) {
  std::size_t seen = 0;
  for (const auto& path : contract().at("paths").as_object()) {
    for (const auto& method : path.value().as_object()) {
      if (method.key() == "parameters") continue;
      const auto& operation = method.value().as_object();
      const auto id = std::string(operation.at("operationId").as_string());
      if (const auto* body = operation.if_contains("requestBody")) {
        const auto* media = json_of(resolved(*body, contract()));
        if (media != nullptr && !is_empty_object(*media)) check_media(*media, id + " body");
      }
      for (const auto& response : operation.at("responses").as_object()) {
        if (!response.key().starts_with('2')) continue;
        const auto* media = json_of(resolved(response.value(), contract()));
        if (media == nullptr) continue;
        ++seen;
        check_media(*media, id + " " + std::string(response.key()));
      }
    }
  }
  EXPECT_GT(seen, 150U) << "the contract was not read";
}

TEST(Examples, of_components_are_used) {
  std::ifstream file(BAOBEI_CONTRACT);
  std::stringstream text;
  text << file.rdbuf();
  const auto* examples = contract().at("components").as_object().if_contains("examples");
  if (examples == nullptr) return;
  for (const auto& row : examples->as_object()) {
    const auto name = "#/components/examples/" + std::string(row.key()) + "'";
    EXPECT_NE(text.str().find(name), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace baobei::api
