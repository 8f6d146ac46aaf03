// What can be proved without the server: a filing's receipt, a certificate of silence, and the keys
// that both are signed with.

#include "base/json.h"
#include "http/case_file.h"
#include "http/handlers.h"
#include "receipts/receipts.h"

namespace baobei::http {
namespace {

struct FiledEntry {
  lifecycle::App app;
  lifecycle::Entry entry;
};

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

// The log's event of that type about the entry.
Result<engine::LoggedEvent> event_of(const Call& call, Services& services, std::string_view type,
                                     lifecycle::EntryNo no) {
  engine::Page page;
  page.limit = engine::kPageMax;
  for (;;) {
    TRY_ASSIGN(auto events, services.reader.events(call.viewer(), call.params.at(0), page));
    for (auto& row : events.rows) {
      if (row.row.type != type) continue;
      TRY_ASSIGN(const auto body, parse_json(row.row.body, std::size_t{1} << 20));
      const auto* data = body.is_object() ? body.get_object().if_contains("data") : nullptr;
      const auto* entry =
          data != nullptr && data->is_object() ? data->get_object().if_contains("entry") : nullptr;
      if (entry != nullptr && entry->to_number<lifecycle::EntryNo>() == no) return std::move(row);
    }
    if (events.next.empty()) return fail(ErrorKind::kCorrupt, "an entry without its event");
    page.after = events.next;
  }
}

Result<receipts::Receipt> receipt_of(const FiledEntry& filed, const engine::LoggedEvent& event,
                                     const Services& services) {
  const auto& entry = filed.entry;
  // A clock runs by the policy in force when it started (R25): when its notice went out.
  const auto& catalogue = services.catalogue(*entry.notice_at);
  const auto* submission = lifecycle::find_submission(filed.app, entry.submission);
  if (submission == nullptr) return fail(ErrorKind::kCorrupt, "an entry without its submission");
  receipts::Receipt receipt;
  receipt.app = filed.app.id;
  receipt.subject = filed.app.subject.id;
  receipt.submission = entry.submission;
  receipt.entry = entry.no;
  receipt.digest = to_hex(submission->digest);
  receipt.categories = entry.categories;
  receipt.region = entry.region;
  if (const auto* region = catalogue.region(entry.region)) {
    receipt.office_zh = region->office.zh;
    receipt.office_en = region->office.en;
  }
  receipt.notice_at = format_rfc3339(*entry.notice_at);
  receipt.start = format_rfc3339(*entry.start);
  if (entry.end) receipt.end = format_rfc3339(*entry.end);
  receipt.policy_version = services.rules(*entry.notice_at).version;
  receipt.catalogue_version = catalogue.version();
  receipt.why =
      receipts::derivation(*entry.notice_at, *entry.start, entry.end, receipt.policy_version);
  receipt.log_index = event.log_index;
  receipt.event_hash = to_hex(event.row.hash);
  return receipt;
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
  const auto event = event_of(call, services, "filing_started", filed->entry.no);
  if (!event) return call.problem(event.error());
  auto receipt = receipt_of(*filed, *event, services);
  if (!receipt) return call.problem(receipt.error());
  receipt->kind = "filing_receipt";
  return signed_response(std::move(*receipt), services);
}

Reply get_silence_certificate(Call& call, Services& services) {
  const auto filed = filed_entry(call, services);
  if (!filed) return call.problem(filed.error());
  const bool over = filed->entry.end && *filed->entry.end <= services.clock.now();
  const auto event = over ? event_of(call, services, "filing_period_ended", filed->entry.no)
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
