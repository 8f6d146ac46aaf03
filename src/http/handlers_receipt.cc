// What can be proved without the server: a filing's receipt, a certificate of silence, and the keys
// that both are signed with.

#include "base/json.h"
#include "http/case_file.h"
#include "http/filing_receipt.h"
#include "http/handlers.h"
#include "receipts/receipts.h"

namespace baobei::http {
namespace {

bool officer_of(const engine::Viewer& viewer, const lifecycle::Entry& entry) {
  return viewer.has(lifecycle::Role::kOfficer) && entry.region == viewer.region;
}

// Of the path. An office sees the entries that were laid before it.
Result<FiledEntry> filed_entry(const Call& call, Services& services) {
  FiledEntry filed;
  TRY_ASSIGN(filed.app, visible_case(call, services));
  TRY_ASSIGN(const auto no, path_number(call, 1));
  const auto* entry = lifecycle::find_entry(filed.app, no);
  const auto viewer = call.viewer();
  const bool seen =
      entry != nullptr && (viewer.sees_everything() || officer_of(viewer, *entry) ||
                           develops(filed.app, call.principal.person, services.clock.now()));
  if (!seen) return fail(ErrorKind::kNotFound, "no such entry");
  if (!entry->start || !entry->notice_at) {
    return fail(ErrorKind::kNotFound, "the entry was not laid before its office yet");
  }
  filed.entry = *entry;
  return filed;
}

Response signed_response(receipts::Receipt receipt, Services& services) {
  const auto text =
      receipts::to_text(services.keys->sign(std::move(receipt), services.clock.now()));
  return json_text(200, text);
}

}  // namespace

Reply list_keys(Call&, Services& services) {
  json::array items;
  for (const auto& key : services.keys->published()) items.push_back(to_json(key));
  return json_text(200, json::serialize(json::object{{"items", std::move(items)}}));
}

Reply get_filing_receipt(Call& call, Services& services) {
  const auto filed = filed_entry(call, services);
  if (!filed) return call.problem(filed.error());
  const auto receipt = filing_receipt(call.viewer(), services, *filed);
  if (!receipt) return call.problem(receipt.error());
  return json_text(200, receipts::to_text(*receipt));
}

Reply get_silence_certificate(Call& call, Services& services) {
  const auto filed = filed_entry(call, services);
  if (!filed) return call.problem(filed.error());
  const bool over = filed->entry.end && *filed->entry.end <= services.clock.now();
  const auto event = over ? event_of_entry(call.viewer(), services, filed->app.id,
                                           "filing_period_ended", filed->entry.no)
                          : Result<engine::LoggedEvent>(fail(ErrorKind::kCorrupt, "not over"));
  if (!event && event.error().kind != ErrorKind::kCorrupt) return call.problem(event.error());
  if (!event) return call.problem(ProblemCode::kNotSilent);
  auto receipt = receipt_of(*filed, *event, services);
  if (!receipt) return call.problem(receipt.error());
  receipt->kind = "silence_certificate";
  receipt->why.push_back(
      {"R16", "到此时刻未收到答复", "no answer had been received by this instant", *receipt->end});
  return signed_response(std::move(*receipt), services);
}

}  // namespace baobei::http
