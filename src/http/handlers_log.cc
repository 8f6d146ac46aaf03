// The log as something that a third party can verify: checkpoints, proofs, and the bodies that were
// hashed (R24).

#include <charconv>

#include "base/json.h"
#include "http/handlers.h"
#include "http/log_proofs.h"

namespace baobei::http {
namespace {

Result<std::uint64_t> number_of(const Call& call, const char* name,
                                std::optional<std::uint64_t> absent) {
  const auto text = call.query(name);
  if (!text && absent) return *absent;
  std::uint64_t number = 0;
  const auto* end = text ? text->data() + text->size() : nullptr;
  if (text && !text->empty()) {
    const auto [stopped, error] = std::from_chars(text->data(), end, number);
    if (error == std::errc() && stopped == end && number <= INT64_MAX) return number;
  }
  return fail(ErrorKind::kInvalid, "a whole number is expected", name);
}

json::array proof_json(const merkle::Proof& proof) {
  json::array hashes;
  for (const auto& hash : proof) hashes.push_back(json::value(to_hex(hash)));
  return hashes;
}

Result<json::object> consistency_json(const Call& call, merkle::Log& log) {
  TRY_ASSIGN(const auto size, log.size());
  TRY_ASSIGN(const auto from, number_of(call, "from", std::nullopt));
  TRY_ASSIGN(const auto to, number_of(call, "to", size));
  if (to > size) return fail(ErrorKind::kInvalid, "the log has not so many events", "to");
  if (from > to) return fail(ErrorKind::kInvalid, "the earlier size is the larger one", "from");
  TRY_ASSIGN(const auto proof, merkle::consistency(log, from, to));
  return json::object{{"from", from}, {"to", to}, {"proof", proof_json(proof)}};
}

// Of an event that the viewer sees; of another one it is not said whether it is there.
Result<json::object> inclusion_json(const Call& call, Services& services) {
  auto& log = services.log_proofs->log();
  TRY_ASSIGN(const auto head, log.size());
  TRY_ASSIGN(const auto index, number_of(call, "log_index", std::nullopt));
  TRY_ASSIGN(const auto size, number_of(call, "size", head));
  if (size > head) return fail(ErrorKind::kInvalid, "the log has not so many events", "size");
  if (index == 0 || index > size) return fail(ErrorKind::kNotFound, "no such event");
  TRY_ASSIGN(const auto page, services.feed->page(call.viewer(), index - 1, 1));
  const bool there = !page.events.empty() && page.events.front().log_index == index;
  if (!there) return fail(ErrorKind::kNotFound, "no such event");
  TRY_ASSIGN(const auto proof, merkle::inclusion(log, index - 1, size));
  return json::object{{"log_index", index},
                      {"size", size},
                      {"hash", to_hex(page.events.front().row.hash)},
                      {"proof", proof_json(proof)}};
}

// Bodies name people by their ids, so they are for those who see who decided.
Result<json::object> entries_json(const Call& call, Services& services) {
  TRY_ASSIGN(const auto page, page_of(call));
  std::uint64_t after = 0;
  if (!page.after.empty()) {
    TRY_ASSIGN(after, number_of(call, "after", std::nullopt));
  }
  TRY_ASSIGN(const auto events, services.feed->page(call.viewer(), after, page.limit));
  json::array items;
  for (const auto& event : events.events) {
    items.push_back({{"log_index", event.log_index},
                     {"app", event.app},
                     {"revision", event.row.revision},
                     {"hash", to_hex(event.row.hash)},
                     {"body", event.row.body}});
  }
  return json::object{
      {"items", std::move(items)}, {"cursor", std::to_string(events.next)}, {"more", events.more}};
}

Reply answered(const Call& call, Services& services, const Result<json::object>& object) {
  if (object) return json_text(200, json::serialize(*object));
  const auto kind = object.error().kind;
  if (kind != ErrorKind::kInvalid && kind != ErrorKind::kNotFound) services.report(object.error());
  return call.problem(object.error());
}

}  // namespace

Reply get_checkpoint(Call& call, Services& services) {
  if (services.log_proofs == nullptr) return call.problem(ProblemCode::kNoSuchRoute);
  auto note = services.log_proofs->checkpoint();
  if (!note) {
    services.report(note.error());
    return call.problem(note.error());
  }
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(*note);
  return response;
}

Reply get_consistency_proof(Call& call, Services& services) {
  if (services.log_proofs == nullptr) return call.problem(ProblemCode::kNoSuchRoute);
  return answered(call, services, consistency_json(call, services.log_proofs->log()));
}

Reply get_inclusion_proof(Call& call, Services& services) {
  if (services.log_proofs == nullptr) return call.problem(ProblemCode::kNoSuchRoute);
  return answered(call, services, inclusion_json(call, services));
}

Reply list_log_entries(Call& call, Services& services) {
  if (!call.viewer().sees_everything()) return call.problem(lifecycle::Refusal::kNoRight);
  return answered(call, services, entries_json(call, services));
}

}  // namespace baobei::http
