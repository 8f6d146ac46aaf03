// What is new in a version: against any other of the same mini-program, as a rule the last one that
// the platform approved. First what it is made of, then its files, then one file's lines.

#include <algorithm>

#include "base/json.h"
#include "http/case_file.h"
#include "http/handlers.h"
#include "http/visible_version.h"

namespace baobei::http {
namespace {

constexpr std::string_view kLastApproved = "last_approved";
constexpr std::string_view kNothing = "nothing";

// A code review passed it, whatever the office said or the developer did afterwards.
bool is_approved(const lifecycle::Submission& submission) {
  using enum lifecycle::SubmissionState;
  switch (submission.state) {
    case kToBeHandedOver:
    case kFiling:
    case kPreLaunch:
    case kReleasable:
    case kReleased:
    case kFilingFailed:
    case kLapsed:
      return true;
    case kChecking:
    case kReviewing:
    case kWaitingForDeveloper:
    case kRefused:
    case kWithdrawn:
    case kStopped:
      return false;
  }
  return false;
}

const lifecycle::Submission* newest_with(const lifecycle::App& app, const Digest& digest) {
  const lifecycle::Submission* found = nullptr;
  for (const auto& submission : app.submissions) {
    if (submission.digest == digest) found = &submission;
  }
  return found;
}

// The newest version before this one that was approved and that the viewer may see.
Result<const lifecycle::Submission*> last_approved(const Call& call, Services& services,
                                                   const VisibleVersion& version) {
  const auto* own = newest_with(version.app, version.digest);
  const lifecycle::Submission* found = nullptr;
  for (const auto& submission : version.app.submissions) {
    if (own != nullptr && submission.no >= own->no) break;
    if (submission.digest == version.digest || !is_approved(submission)) continue;
    const auto seen = check_sees_version(call, services, version.app, submission.digest);
    if (seen) found = &submission;
    if (!seen && seen.error().kind != ErrorKind::kNotFound) return std::unexpected(seen.error());
  }
  return found;
}

struct DiffQuery {
  VisibleVersion version;
  std::optional<Digest> against;
  std::string file;
  std::string file_before;
};

Result<DiffQuery> diff_query(const Call& call, Services& services) {
  DiffQuery query;
  TRY_ASSIGN(query.version, visible_version(call, services));
  const auto against = call.query("against").value_or(std::string(kLastApproved));
  if (against == kLastApproved) {
    TRY_ASSIGN(const auto* approved, last_approved(call, services, query.version));
    if (approved != nullptr) query.against = approved->digest;
  } else if (against != kNothing) {
    const auto digest = digest_from_hex(against);
    if (!digest) {
      return fail(ErrorKind::kInvalid, "a digest, last_approved or nothing is expected", "against");
    }
    TRY(check_sees_version(call, services, query.version.app, *digest));
    query.against = *digest;
  }
  query.file = call.query("file").value_or("");
  query.file_before = call.query("file_before").value_or(query.file);
  return query;
}

json::array ids_without(const std::vector<lifecycle::DeclaredCategory>& categories,
                        const std::vector<lifecycle::DeclaredCategory>& others) {
  json::array ids;
  for (const auto& declared : categories) {
    const bool shared = std::ranges::any_of(
        others, [&](const auto& other) { return other.category == declared.category; });
    if (!shared) ids.push_back(json::value(declared.category));
  }
  return ids;
}

// Of the submissions that put the two versions up; nothing where this one was not put up.
void add_categories(json::object& object, const DiffQuery& query) {
  const auto& app = query.version.app;
  const auto* after = newest_with(app, query.version.digest);
  if (after == nullptr) return;
  const auto* before = query.against ? newest_with(app, *query.against) : nullptr;
  const std::vector<lifecycle::DeclaredCategory> none;
  const auto& old = before == nullptr ? none : before->categories;
  object.emplace("categories", json::object{{"added", ids_without(after->categories, old)},
                                            {"removed", ids_without(old, after->categories)}});
  object.emplace("submission", after->no);
  if (before != nullptr) object.emplace("against_submission", before->no);
}

json::object change_json(const engine::OutlineChange& change) {
  json::object object{
      {"aspect", change.aspect}, {"key", change.key}, {"change", engine::name(change.change)}};
  if (!change.before.empty()) object.emplace("before", change.before);
  if (!change.after.empty()) object.emplace("after", change.after);
  if (!change.file.empty()) object.emplace("file", change.file);
  if (change.line > 0) object.emplace("line", change.line);
  return object;
}

json::object change_json(const engine::FileChange& change) {
  using engine::Change;
  json::object object{{"path", change.path},
                      {"change", engine::name(change.change)},
                      {"kind", engine::name(change.kind)}};
  if (!change.moved_from.empty()) object.emplace("moved_from", change.moved_from);
  if (change.change != Change::kAdded) object.emplace("size_before", change.size_before);
  if (change.change != Change::kRemoved) object.emplace("size_after", change.size_after);
  return object;
}

json::object comparison_json(const engine::Comparison& comparison) {
  json::array outline;
  for (const auto& change : comparison.outline) outline.push_back(change_json(change));
  json::array files;
  for (const auto& change : comparison.files) files.push_back(change_json(change));
  json::object counts;
  for (std::size_t i = 0; i < std::size(comparison.counts); ++i) {
    counts.emplace(engine::name(static_cast<engine::Change>(i)), comparison.counts[i]);
  }
  json::object object{{"outline", std::move(outline)},
                      {"outline_left_out", comparison.outline_left_out},
                      {"files", std::move(files)},
                      {"files_left_out", comparison.files_left_out},
                      {"file_counts", std::move(counts)}};
  if (!comparison.outline_missing.empty()) {
    object.emplace("outline_missing", comparison.outline_missing);
  }
  return object;
}

json::object differences_json(const DiffQuery& query, const engine::FileDifferences& differences) {
  constexpr std::string_view kWhy[] = {"", "not_text", "too_large"};
  json::object object{{"path", query.file}, {"change", engine::name(differences.change)}};
  if (query.file_before != query.file) object.emplace("moved_from", query.file_before);
  object.emplace("text", differences.shown == engine::Shown::kText);
  if (differences.shown != engine::Shown::kText) {
    object.emplace("why", kWhy[static_cast<std::size_t>(differences.shown)]);
    return object;
  }
  json::array hunks;
  for (const auto& hunk : differences.hunks) {
    json::array lines;
    for (const auto& line : hunk.lines) {
      lines.push_back(json::value(std::string(1, line.sign) + line.text));
    }
    hunks.push_back(json::object{{"from_before", hunk.from_before},
                                 {"lines_before", hunk.lines_before},
                                 {"from_after", hunk.from_after},
                                 {"lines_after", hunk.lines_after},
                                 {"lines", std::move(lines)}});
  }
  object.emplace("hunks", std::move(hunks));
  object.emplace("hunks_left_out", differences.hunks_left_out);
  object.emplace("coarse", differences.coarse);
  return object;
}

Result<json::object> answer_of(const DiffQuery& query, engine::Contents& contents) {
  engine::Side before{query.against, {}};
  engine::Side after{query.version.digest, {}};
  json::object object;
  if (query.file.empty()) {
    TRY_ASSIGN(const auto comparison, contents.compare(before, after));
    object = comparison_json(comparison);
    add_categories(object, query);
  } else {
    TRY_ASSIGN(after.masked, secrets_of(query.version.app, query.version.digest, contents));
    if (query.against) {
      TRY_ASSIGN(before.masked, secrets_of(query.version.app, *query.against, contents));
    }
    TRY_ASSIGN(const auto differences,
               contents.compare_file(before, query.file_before, after, query.file));
    object = differences_json(query, differences);
  }
  object.emplace("digest", to_hex(query.version.digest));
  if (query.against) object.emplace("against", to_hex(*query.against));
  return object;
}

}  // namespace

Reply get_diff(Call& call, Services& services) {
  auto query = diff_query(call, services);
  if (!query) return call.problem(query.error());
  return in_background(call, services,
                       [query = std::move(*query), &services, language = call.language] {
                         const auto answer = answer_of(query, *services.contents);
                         if (answer) return json_text(200, json::serialize(*answer));
                         if (answer.error().kind != ErrorKind::kNotFound) {
                           services.report(answer.error());
                         }
                         return problem_response(answer.error(), language);
                       });
}

}  // namespace baobei::http
