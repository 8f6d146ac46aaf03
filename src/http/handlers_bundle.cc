// What goes to an office without a desk and comes back from it, as signed files (R10a, R13).

#include <algorithm>
#include <memory>

#include "engine/access_ports.h"
#include "engine/office_key_ports.h"
#include "http/bundle_file.h"
#include "http/case_file.h"
#include "http/handlers.h"
#include "http/job_items.h"
#include "http/job_reply.h"
#include "http/traced.h"
#include "lifecycle/codec.h"
#include "receipts/bundle.h"

namespace baobei::http {
namespace {

using engine::JobKind;

std::unexpected<Problem> file_fault(const char* message, const char* pointer) {
  return std::unexpected(Problem(Error{ErrorKind::kInvalid, message, pointer}));
}

bool is_of_office(const engine::Viewer& viewer, const lifecycle::RegionCode& region) {
  return viewer.has(lifecycle::Role::kOfficer) && viewer.region == region;
}

// Operators, and the region's own officers.
bool serves(const engine::Viewer& viewer, const lifecycle::RegionCode& region) {
  return is_of_office(viewer, region) || viewer.has(lifecycle::Role::kOperator);
}

struct TakenFile {
  lifecycle::Role role = lifecycle::Role::kOperator;
  std::string identity;
  std::vector<engine::JobItemRow> items;
};

OrProblem<TakenFile> read_bundle(const Call& call, Services& services) {
  TakenFile file;
  TRY_ASSIGN(const auto bundle, receipts::bundle_from(call.request.body));
  auto role = job_role(call, services, JobKind::kHandOver);
  if (!role) return std::unexpected(std::move(role.error()));
  file.role = *role;
  const auto verdict = receipts::verify(bundle, services.keys->published());
  if (verdict != receipts::Verdict::kValid) {
    return file_fault("not signed by this server, or altered since", "/signature");
  }
  std::vector<std::string> rows;
  for (const auto& entry : bundle.manifest.entries) {
    if (entry.state != wire_name(lifecycle::EntryState::kToBeHandedOver)) continue;
    rows.push_back(json::serialize(json::object{{"app", entry.app}, {"entry", entry.entry}}));
  }
  if (rows.empty()) return file_fault("nothing in it waits for its hand-over", "/manifest/entries");
  auto items = read_job_items(JobKind::kHandOver, rows, services.catalogue(services.clock.now()),
                              "/manifest/entries");
  if (!items) return std::unexpected(std::move(items.error()));
  file.items = std::move(*items);
  file.identity = receipts::identity_of(bundle.manifest);
  return file;
}

// Signed by a key that counts for the region; kInvalid says what is file_fault.
Status check_signature(const receipts::SignedAnswers& answers, Services& services) {
  const auto key = services.office_keys->find(answers.signature.key);
  if (!key && key.error().kind != ErrorKind::kNotFound) return std::unexpected(key.error());
  if (!key || !key->counts() || key->region != answers.region) {
    return fail(ErrorKind::kInvalid, "not a key that counts for this office", "/signature/key");
  }
  if (receipts::is_signed_by(answers, key->public_key)) return {};
  return fail(ErrorKind::kInvalid, "altered, or signed by another key", "/signature/value");
}

// No row about an entry that lies before another office.
Status check_rows_of_region(const std::vector<engine::JobItemRow>& items, const std::string& region,
                            Services& services) {
  for (const auto& item : items) {
    const auto stored = services.reader.app_for_delivery(item.app);
    if (!stored && stored.error().kind == ErrorKind::kNotFound) continue;  // its row is refused
    TRY(stored);
    TRY_ASSIGN(const auto app, lifecycle::decode_app(stored->state));
    TRY_ASSIGN(const auto row, parse_json(item.body, kCommandBodyMax));
    const auto no = row.as_object().at("entry").to_number<lifecycle::EntryNo>();
    const auto* entry = lifecycle::find_entry(app, no);
    if (entry == nullptr || entry->region == region) continue;
    return fail(ErrorKind::kInvalid, "an entry of another office",
                "/answers/rows/" + std::to_string(item.no - 1));
  }
  return {};
}

OrProblem<TakenFile> read_answers(const Call& call, Services& services) {
  TakenFile file;
  TRY_ASSIGN(const auto answers, receipts::answers_from(call.request.body));
  auto role = job_role(call, services, JobKind::kFilingAnswers);
  if (!role) return std::unexpected(std::move(role.error()));
  if (!serves(call.viewer(), answers.region)) {
    return std::unexpected(Problem(lifecycle::Refusal::kNoRight));
  }
  file.role = is_of_office(call.viewer(), answers.region) ? lifecycle::Role::kOfficer
                                                          : lifecycle::Role::kOperator;
  TRY(check_signature(answers, services));
  auto items = read_job_items(JobKind::kFilingAnswers, answers.rows,
                              services.catalogue(services.clock.now()), "/answers/rows");
  if (!items) return std::unexpected(std::move(items.error()));
  TRY(check_rows_of_region(*items, answers.region, services));
  file.items = std::move(*items);
  file.identity = receipts::identity_of(answers);
  return file;
}

Reply take_file(Call& call, Services& services, JobKind kind, OrProblem<TakenFile> file) {
  if (!file) return call.problem(file.error());
  return take_job(call, services, file->role, kind, std::move(file->identity),
                  std::move(file->items));
}

constexpr std::string_view kBundle = "/v1/filings/bundle";

std::string trace_of(const lifecycle::PersonId& person, const lifecycle::AppId& app) {
  return person + " " + app + " " + std::string(kBundle);
}

// What is to be on record before the file is shown (DESIGN decision 7): of each of its cases, once
// an hour. Its own office was given them.
std::vector<engine::CaseAccessRow> accesses_due(const engine::Viewer& viewer, Services& services,
                                                const lifecycle::RegionCode& region,
                                                const BundleFile& file) {
  std::vector<engine::CaseAccessRow> rows;
  const bool recorded = services.case_accesses != nullptr && services.traces != nullptr;
  if (!recorded || is_of_office(viewer, region)) return rows;
  const auto role = viewer.has(lifecycle::Role::kAuditor) ? lifecycle::Role::kAuditor
                                                          : lifecycle::Role::kOperator;
  const auto now = services.clock.now();
  for (const auto& app : file.apps) {
    if (!services.traces->is_due(trace_of(viewer.person, app), now)) continue;
    rows.push_back({0, app, viewer.person, role, std::string(kBundle), now});
  }
  return rows;
}

// On a background thread.
void give_bundle(const engine::Viewer& viewer, Services& services,
                 const lifecycle::RegionCode& region, Language language, const Done& done) {
  auto file = bundle_file(viewer, services, region);
  if (!file) {
    services.report(file.error());
    return done(problem_response(file.error(), language));
  }
  auto response = json_text(200, std::move(file->text));
  response.content_type = "application/x-ndjson";
  auto rows = accesses_due(viewer, services, region, *file);
  if (rows.empty()) return done(std::move(response));
  auto kept = std::make_shared<Response>(std::move(response));
  const bool taken = services.commands.on_writer(
      [&services, rows = std::move(rows), kept = std::move(kept), language, done] {
        const auto recorded = services.case_accesses->record_all(rows);
        if (!recorded) {
          services.report(recorded.error());
          return done(problem_response(recorded.error(), language));
        }
        for (const auto& row : rows) {
          services.traces->recorded(trace_of(row.person, row.app), row.at);
        }
        done(std::move(*kept));
      });
  if (!taken) done(problem_response(ProblemCode::kBusy, language));
}

}  // namespace

Reply get_filing_bundle(Call& call, Services& services) {
  const auto region = call.query("region").value_or("");
  if (services.catalogue(services.clock.now()).region(region) == nullptr) {
    return call.problem(Error{ErrorKind::kInvalid, "not a region", "region"});
  }
  // It hands nothing over by itself, so that an auditor may read what an office would be given.
  const bool reads = serves(call.viewer(), region) || call.viewer().oversees();
  if (!reads) return call.problem(lifecycle::Refusal::kNoRight);
  return Pending([&services, viewer = call.viewer(), region, language = call.language](Done done) {
    const bool taken = services.background.run([&services, viewer, region, language, done] {
      give_bundle(viewer, services, region, language, done);
    });
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

Reply hand_over_bundle(Call& call, Services& services) {
  if (services.jobs == nullptr) return call.problem(ProblemCode::kNoSuchRoute);
  return take_file(call, services, JobKind::kHandOver, read_bundle(call, services));
}

Reply import_answers(Call& call, Services& services) {
  if (services.office_keys == nullptr) return call.problem(ProblemCode::kNoSuchRoute);
  return take_file(call, services, JobKind::kFilingAnswers, read_answers(call, services));
}

}  // namespace baobei::http
