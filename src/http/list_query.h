// What the queries of lists have in common. Heavy to compile: include it from .cc files only.
// Threads: pure.
#pragma once

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "http/call.h"
#include "http/csv.h"

namespace baobei::http {

// With details each row is looked up in its case file, so a page has fewer of them.
inline constexpr std::size_t kDetailedRowsMax = 50;

// `state=a,b` as words, each once; kInvalid for one that `known` does not take.
template <typename Known>
Result<std::vector<std::string>> words_wanted(const Call& call, std::string_view name,
                                              Known known) {
  std::vector<std::string> words;
  const auto text = call.query(name);
  if (!text) return words;
  for (const auto& word : split(*text, ',')) {
    if (!known(word))
      return fail(ErrorKind::kInvalid, "not a word that this takes", std::string(name));
    if (std::ranges::find(words, word) == words.end()) words.push_back(word);
  }
  return words;
}

// The same as states of the lifecycle.
template <typename State>
Result<std::vector<State>> states_of(const Call& call) {
  TRY_ASSIGN(const auto words, words_wanted(call, "state", [](const std::string& word) {
               return enum_from_wire<State>(word).has_value();
             }));
  std::vector<State> states;
  for (const auto& word : words) states.push_back(*enum_from_wire<State>(word));
  return states;
}

// How the office was reached, likewise.
inline Result<std::vector<lifecycle::Channel>> channels_of(const Call& call) {
  TRY_ASSIGN(const auto words, words_wanted(call, "channel", [](const std::string& word) {
               return enum_from_wire<lifecycle::Channel>(word).has_value();
             }));
  std::vector<lifecycle::Channel> channels;
  for (const auto& word : words) channels.push_back(*enum_from_wire<lifecycle::Channel>(word));
  return channels;
}

// A page as JSON, or as a table where the client takes that.
template <typename Row, typename ToJson>
Response list_response(const Call& call, const engine::Listed<Row>& rows, ToJson to_item,
                       std::span<const std::string_view> columns) {
  json::array items;
  for (const auto& row : rows.rows) items.push_back(to_item(row));
  if (!columns.empty() && wants_csv(call.request.head)) {
    return csv_response(items, columns, rows.next);
  }
  json::object object;
  object.emplace("items", std::move(items));
  if (!rows.next.empty()) object.emplace("next", rows.next);
  return json_text(200, json::serialize(object));
}

}  // namespace baobei::http
