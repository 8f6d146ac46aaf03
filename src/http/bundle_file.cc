#include "http/bundle_file.h"

#include "base/json.h"
#include "http/case_json.h"
#include "http/filing_receipt.h"
#include "lifecycle/codec.h"
#include "receipts/bundle.h"

namespace baobei::http {
namespace {

using lifecycle::EntryState;

struct Lines {
  receipts::BundleManifest manifest;
  std::string text;

  bool has_room() const {
    return manifest.entries.size() < receipts::kBundleEntriesMax &&
           text.size() < receipts::kBundleBytesMax;
  }
};

Result<json::object> entry_line(const engine::Viewer& viewer, Services& services,
                                const FiledEntry& filed, const std::string& app_name) {
  const auto now = services.clock.now();
  json::object line;
  line.emplace("app", filed.app.id);
  line.emplace("app_name", app_name);
  line.emplace("entry", filed.entry.no);
  line.emplace("entry_detail", entry_json(filed.entry, now));
  const auto subject = services.reader.subject(filed.app.subject.id);
  if (subject) line.emplace("subject_name", subject->name);
  if (subject) line.emplace("credit_code", subject->credit_code);
  json::value dossier = case_json(filed.app, words_of(services), services.rules(now), now);
  redact(dossier);
  line.emplace("case", std::move(dossier));
  if (filed.entry.start && filed.entry.notice_at) {
    TRY_ASSIGN(const auto receipt, filing_receipt(viewer, services, filed));
    line.emplace("receipt", to_json(receipt));
  }
  return line;
}

Status add_entry(const engine::Viewer& viewer, Services& services,
                 const engine::EntryListItem& item, Lines& lines) {
  const auto stored = services.reader.app(viewer, item.app);
  if (!stored && stored.error().kind == ErrorKind::kNotFound) return {};
  TRY(stored);
  FiledEntry filed;
  TRY_ASSIGN(filed.app, lifecycle::decode_app(stored->state));
  const auto* entry = lifecycle::find_entry(filed.app, item.row.no);
  const auto* submission =
      entry != nullptr ? lifecycle::find_submission(filed.app, entry->submission) : nullptr;
  if (submission == nullptr) return fail(ErrorKind::kCorrupt, "a list names no entry", item.app);
  filed.entry = *entry;
  TRY_ASSIGN(const auto line, entry_line(viewer, services, filed, item.app_name));
  const auto text = json::serialize(line);
  lines.manifest.entries.push_back({item.app, item.row.no, wire_name(entry->state),
                                    to_hex(submission->digest), to_hex(sha256(text))});
  lines.text += text + "\n";
  return {};
}

Status add_entries(const engine::Viewer& viewer, Services& services,
                   const engine::EntryFilter& filter, Lines& lines) {
  engine::Page page;
  page.limit = engine::kPageMax;
  while (lines.has_room()) {
    TRY_ASSIGN(const auto rows, services.reader.entries(viewer, filter, page));
    for (const auto& item : rows.rows) {
      if (lines.has_room()) TRY(add_entry(viewer, services, item, lines));
    }
    if (rows.next.empty()) break;
    page.after = rows.next;
  }
  return {};
}

}  // namespace

Result<BundleFile> bundle_file(const engine::Viewer& viewer, Services& services,
                               const lifecycle::RegionCode& region) {
  BundleFile file;
  Lines lines;
  lines.manifest.region = region;
  engine::EntryFilter filter;
  filter.region = region;
  filter.states = {EntryState::kToBeHandedOver};
  TRY(add_entries(viewer, services, filter, lines));
  filter.states = {EntryState::kRunning, EntryState::kWithoutPeriod, EntryState::kSilent};
  TRY(add_entries(viewer, services, filter, lines));
  // Not before its key: one that was made a moment ago, by another clock, signs as well.
  const auto from = parse_rfc3339(services.keys->published().back().valid_from);
  lines.manifest.made_at = format_rfc3339(std::max(services.clock.now(), from.value()));
  for (const auto& entry : lines.manifest.entries) file.apps.insert(entry.app);
  const auto head = receipts::sign_bundle(std::move(lines.manifest), *services.keys);
  file.text = receipts::to_text(head) + "\n" + lines.text;
  return file;
}

}  // namespace baobei::http
