// Scans of paper answers, letters of offices and documents of replies: taken in away from the I/O
// threads, those of a subject under its key, known by their digest, given out as attachments, every
// access recorded first (R10a, R11, DESIGN decision 7).

#include <algorithm>

#include "engine/scan_ports.h"
#include "http/case_file.h"
#include "http/desk_reply.h"
#include "http/directory_json.h"
#include "http/document_file.h"
#include "http/document_vault.h"
#include "http/handlers.h"
#include "http/hold_json.h"
#include "http/request_json.h"
#include "http/sealed_file.h"
#include "lifecycle/lifecycle.h"

namespace baobei::http {
namespace {

json::object scan_json(const engine::ScanRow& row) {
  json::object object;
  object.emplace("scan", row.id);
  object.emplace("digest", to_hex(row.digest));
  object.emplace("media_type", row.media_type);
  object.emplace("bytes", row.bytes);
  object.emplace("paper_received", format_rfc3339(row.paper_received));
  object.emplace("uploaded_by", row.uploaded_by);
  object.emplace("uploaded_at", format_rfc3339(row.uploaded_at));
  if (row.erased_at) object.emplace("erased_at", format_rfc3339(*row.erased_at));
  return object;
}

enum class Side { kOperator, kOffice, kDeveloper };

// The entry of the path, and on which side of it one stands.
struct SeenEntry {
  lifecycle::App file;
  lifecycle::Entry entry;
  Side side = Side::kDeveloper;
};

// For operators, its own office, and those who develop the mini-program.
OrProblem<SeenEntry> visible_entry(const Call& call, Services& services) {
  if (services.scans == nullptr) return std::unexpected(Problem(ProblemCode::kNoSuchRoute));
  SeenEntry seen;
  TRY_ASSIGN(seen.file, visible_case(call, services));
  const auto viewer = call.viewer();
  const bool develops_it = develops(seen.file, call.principal.person, services.clock.now());
  const auto lacks = lacks_any_role(call, {lifecycle::Role::kOperator, lifecycle::Role::kOfficer});
  if (lacks && !develops_it) return std::unexpected(*lacks);
  TRY_ASSIGN(const auto no, path_number(call, 1));
  const auto* entry = lifecycle::find_entry(seen.file, no);
  const bool office =
      entry != nullptr && viewer.has(lifecycle::Role::kOfficer) && entry->region == viewer.region;
  const bool known =
      entry != nullptr && (viewer.has(lifecycle::Role::kOperator) || office || develops_it);
  if (!known) return std::unexpected(Problem(ProblemCode::kNotFound));
  seen.entry = *entry;
  if (viewer.has(lifecycle::Role::kOperator)) {
    seen.side = Side::kOperator;
  } else if (office) {
    seen.side = Side::kOffice;
  }
  return seen;
}

// Developers see what they uploaded, what a reply of their side names, and the letter of an answer
// that has been given.
bool shows(const SeenEntry& seen, const Call& call, const engine::ScanRow& row) {
  if (seen.side != Side::kDeveloper || row.uploaded_by == call.principal.person.id) return true;
  const bool letter = std::ranges::any_of(seen.file.answers, [&](const lifecycle::Answer& answer) {
    return answer.entry == row.entry && answer.letter == row.id &&
           answer.state != lifecycle::AnswerState::kProposed;
  });
  if (letter || !seen.file.requests) return letter;
  return std::ranges::any_of(*seen.file.requests, [&](const lifecycle::MaterialRequest& request) {
    return request.entry == row.entry && request.reply &&
           std::ranges::find(request.reply->documents, row.id) != request.reply->documents.end();
  });
}

// Operators scan paper; an office adds its letter once the filing lies before it; a developer's
// side adds documents while material is asked for.
std::optional<Problem> may_add(const SeenEntry& seen, Services& services) {
  if (seen.side == Side::kOperator) return std::nullopt;
  if (seen.side == Side::kOffice) {
    const bool laid = seen.entry.state != lifecycle::EntryState::kToBeHandedOver;
    return laid ? std::nullopt : std::optional(Problem(lifecycle::Refusal::kEntryNotOpen));
  }
  const auto asks = [&](const lifecycle::MaterialRequest& request) {
    return request.entry == seen.entry.no &&
           lifecycle::state_of(seen.file, request) == lifecycle::RequestState::kOpen;
  };
  const bool asked = seen.file.requests && std::ranges::any_of(*seen.file.requests, asks);
  if (!asked) return Problem(lifecycle::Refusal::kNotInState);
  const auto rows = services.scans->of(seen.file.id, seen.entry.no);
  if (!rows) return Problem(rows.error());
  // The store decides when the row is added; this keeps bytes that will have no place off the disk.
  const auto theirs = std::ranges::count_if(
      *rows, [](const engine::ScanRow& row) { return row.by_developers && !row.erased_at; });
  if (static_cast<std::size_t>(theirs) < engine::kScansBeforeDevelopersStop) return std::nullopt;
  return Problem(ProblemCode::kTooMany);
}

// The scan of the path, where the viewer sees it and it is kept.
OrProblem<engine::ScanRow> visible_scan(const SeenEntry& seen, const Call& call,
                                        Services& services) {
  TRY_ASSIGN(auto row, services.scans->find(seen.file.id, seen.entry.no, call.params.at(2)));
  const bool there = !row.erased_at && shows(seen, call, row);
  if (!there) return std::unexpected(Problem(ProblemCode::kNotFound));
  return row;
}

// On the writer's thread, once the bytes are durable.
OrProblem<Response> add_scan(Services& services, const engine::ScanRow& row) {
  const auto added = services.scans->add(row);
  if (added) return json_text(201, json::serialize(scan_json(row)));
  const bool many = added.error().kind == ErrorKind::kTooLarge;
  return std::unexpected(many ? Problem(ProblemCode::kTooMany) : Problem(added.error()));
}

// What a developer's side adds is its subject's.
Reply take_in_theirs(Call& call, Services& services, const engine::ScanRow& row) {
  SealedUpload upload{std::move(call.request.upload), row.subject, row.uploaded_at,
                      engine::kDocumentBytesMax, call.language};
  return take_in_sealed(services, std::move(upload), [&services, row](const SealedFile& sealed) {
    auto kept = row;
    kept.digest = sealed.digest;
    kept.stored = sealed.stored;
    return add_scan(services, kept);
  });
}

// On a background thread.
Result<std::string> bytes_of(const engine::ScanRow& row, Services& services) {
  if (!row.stored) return services.blobs.get(row.digest, engine::kDocumentBytesMax);
  engine::DocumentRow document;
  document.subject = row.subject;
  document.digest = row.digest;
  document.stored = row.stored;
  return services.vault->get(document);
}

}  // namespace

Reply upload_scan(Call& call, Services& services) {
  const auto entry = visible_entry(call, services);
  if (!entry) return call.problem(entry.error());
  if (const auto why_not = may_add(*entry, services)) return call.problem(*why_not);
  engine::ScanRow row;
  // Paper has come at some instant; what is no paper comes now.
  const auto said = call.query("received");
  const bool paper = entry->side == Side::kOperator || said.has_value();
  const auto received =
      paper ? read_instant(said.value_or(""), "received") : Result<Instant>(services.clock.now());
  if (!received) return call.problem(received.error());
  const auto type = uploaded_type(call);
  if (!type) return call.problem(type.error());
  row.id = random_id("scn");
  row.app = call.params.at(0);
  row.entry = entry->entry.no;
  row.media_type = *type;
  row.bytes = call.request.upload->size();
  row.paper_received = *received;
  row.uploaded_by = call.principal.person.id;
  row.uploaded_at = services.clock.now();
  row.by_developers = entry->side == Side::kDeveloper;
  if (row.by_developers) {
    row.subject = entry->file.subject.id;
    return take_in_theirs(call, services, row);
  }
  return take_in_file(services, std::move(call.request.upload), call.language,
                      [&services, row](const Digest& digest) {
                        auto kept = row;
                        kept.digest = digest;
                        return add_scan(services, kept);
                      });
}

Reply list_scans(Call& call, Services& services) {
  const auto entry = visible_entry(call, services);
  if (!entry) return call.problem(entry.error());
  const auto rows = services.scans->of(call.params.at(0), entry->entry.no);
  if (!rows) return call.problem(rows.error());
  json::array items;
  for (const auto& row : *rows) {
    if (!shows(*entry, call, row)) continue;
    auto item = scan_json(row);
    if (entry->side == Side::kDeveloper) {  // who of the others uploads and looks is theirs to know
      if (row.uploaded_by != call.principal.person.id) item.erase("uploaded_by");
      item.emplace("accesses", json::array());
      items.push_back(std::move(item));
      continue;
    }
    const auto accesses = services.scans->accesses(row.id);
    if (!accesses) return call.problem(accesses.error());
    json::array seen;
    for (const auto& access : *accesses) {
      seen.push_back(json::object{{"person", access.person}, {"at", format_rfc3339(access.at)}});
    }
    item.emplace("accesses", std::move(seen));
    items.push_back(std::move(item));
  }
  return json_text(200, json::serialize(json::object{{"items", std::move(items)}}));
}

Reply download_scan(Call& call, Services& services) {
  const auto entry = visible_entry(call, services);
  if (!entry) return call.problem(entry.error());
  const auto row = visible_scan(*entry, call, services);
  if (!row) return call.problem(row.error());
  if (row->stored && services.vault == nullptr) return call.problem(ProblemCode::kUnavailable);
  const engine::ScanAccess access{row->id, call.principal.person.id, services.clock.now()};
  return give_out_file(
      services, call.language,
      [&services, access] { return services.scans->record_access(access); },
      [&services, row = *row]() -> Result<Response> {
        TRY_ASSIGN(auto bytes, bytes_of(row, services));
        return attachment(row.media_type, row.id, std::move(bytes));
      });
}

// Doing it twice erases once; the second one finds nothing left (404).
Reply erase_scan(Call& call, Services& services) {
  const auto entry = visible_entry(call, services);
  if (!entry) return call.problem(entry.error());
  if (const auto lacks = lacks_role(call, lifecycle::Role::kOperator)) return call.problem(*lacks);
  const auto row = visible_scan(*entry, call, services);
  if (!row) return call.problem(row.error());
  const auto free = not_held(services, entry->file.subject.id);
  if (!free) return call.problem(free.error());
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  json::object said{{"scan", row->id}, {"erased", true}};
  if (*dry_run) {
    said.emplace("dry_run", true);
    return json_text(200, json::serialize(said));
  }
  return on_desk(
      call, services,
      [&services, row = *row, body = json::serialize(said)](Instant now) -> OrProblem<Response> {
        TRY_ASSIGN(const bool alone, services.scans->erase(row.app, row.entry, row.id, now));
        if (alone) drop_bytes(services, row.blob());
        return json_text(200, body);
      });
}

}  // namespace baobei::http
