#include "http/filing_receipt.h"

#include "base/json.h"

namespace baobei::http {

Result<engine::LoggedEvent> event_of_entry(const engine::Viewer& viewer, Services& services,
                                           const lifecycle::AppId& app, std::string_view type,
                                           lifecycle::EntryNo no) {
  engine::Page page;
  page.limit = engine::kPageMax;
  for (;;) {
    TRY_ASSIGN(auto events, services.reader.events(viewer, app, page));
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

Result<receipts::SignedReceipt> filing_receipt(const engine::Viewer& viewer, Services& services,
                                               const FiledEntry& filed) {
  TRY_ASSIGN(const auto event,
             event_of_entry(viewer, services, filed.app.id, "filing_started", filed.entry.no));
  TRY_ASSIGN(auto receipt, receipt_of(filed, event, services));
  receipt.kind = "filing_receipt";
  return services.keys->sign(std::move(receipt), services.clock.now());
}

}  // namespace baobei::http
