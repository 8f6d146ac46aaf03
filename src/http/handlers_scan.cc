// Scans of paper answers: taken in away from the I/O threads, known by their digest, given out as
// attachments, every access recorded first (R10a, DESIGN decision 7).

#include "engine/scan_ports.h"
#include "http/case_file.h"
#include "http/desk_reply.h"
#include "http/directory_json.h"
#include "http/document_file.h"
#include "http/handlers.h"
#include "http/hold_json.h"
#include "http/request_json.h"

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

// The entry of the path, for operators and its own office.
OrProblem<lifecycle::EntryNo> visible_entry(const Call& call, Services& services) {
  if (services.scans == nullptr) return std::unexpected(Problem(ProblemCode::kNoSuchRoute));
  TRY_ASSIGN(const auto file, visible_case(call, services));
  const auto lacks = lacks_any_role(call, {lifecycle::Role::kOperator, lifecycle::Role::kOfficer});
  if (lacks) return std::unexpected(*lacks);
  TRY_ASSIGN(const auto no, path_number(call, 1));
  const auto* entry = lifecycle::find_entry(file, no);
  const auto viewer = call.viewer();
  const bool seen = entry != nullptr &&
                    (viewer.has(lifecycle::Role::kOperator) || entry->region == viewer.region);
  if (!seen) return std::unexpected(Problem(ProblemCode::kNotFound));
  return no;
}

}  // namespace

Reply upload_scan(Call& call, Services& services) {
  const auto entry = visible_entry(call, services);
  if (!entry) return call.problem(entry.error());
  if (const auto lacks = lacks_role(call, lifecycle::Role::kOperator)) return call.problem(*lacks);
  engine::ScanRow row;
  const auto received = read_instant(call.query("received").value_or(""), "received");
  if (!received) return call.problem(received.error());
  const auto type = uploaded_type(call);
  if (!type) return call.problem(type.error());
  row.id = random_id("scn");
  row.app = call.params.at(0);
  row.entry = *entry;
  row.media_type = *type;
  row.bytes = call.request.upload->size();
  row.paper_received = *received;
  row.uploaded_by = call.principal.person.id;
  row.uploaded_at = services.clock.now();
  return take_in_file(
      services, std::move(call.request.upload), call.language,
      [&services, row](const Digest& digest) -> OrProblem<Response> {
        auto kept = row;
        kept.digest = digest;
        const auto added = services.scans->add(kept);
        if (added) return json_text(201, json::serialize(scan_json(kept)));
        const bool many = added.error().kind == ErrorKind::kTooLarge;
        return std::unexpected(many ? Problem(ProblemCode::kTooMany) : Problem(added.error()));
      });
}

Reply list_scans(Call& call, Services& services) {
  const auto entry = visible_entry(call, services);
  if (!entry) return call.problem(entry.error());
  const auto rows = services.scans->of(call.params.at(0), *entry);
  if (!rows) return call.problem(rows.error());
  json::array items;
  for (const auto& row : *rows) {
    auto item = scan_json(row);
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
  const auto row = services.scans->find(call.params.at(0), *entry, call.params.at(2));
  if (!row) return call.problem(row.error());
  if (row->erased_at) return call.problem(ProblemCode::kNotFound);
  const engine::ScanAccess access{row->id, call.principal.person.id, services.clock.now()};
  return give_out_file(
      services, call.language,
      [&services, access] { return services.scans->record_access(access); }, row->digest,
      row->media_type, row->id);
}

// Doing it twice erases once; the second one finds nothing left (404).
Reply erase_scan(Call& call, Services& services) {
  const auto entry = visible_entry(call, services);
  if (!entry) return call.problem(entry.error());
  if (const auto lacks = lacks_role(call, lifecycle::Role::kOperator)) return call.problem(*lacks);
  const auto row = services.scans->find(call.params.at(0), *entry, call.params.at(2));
  if (!row) return call.problem(row.error());
  if (row->erased_at) return call.problem(ProblemCode::kNotFound);
  const auto file = visible_case(call, services);
  if (!file) return call.problem(file.error());
  const auto free = not_held(services, file->subject.id);
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
        if (alone && services.drop_blob) {
          const auto dropped = services.drop_blob(row.digest);
          if (!dropped) services.report(dropped.error());
        }
        return json_text(200, body);
      });
}

}  // namespace baobei::http
