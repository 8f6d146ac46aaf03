// Findings that a reviewer dismisses with a reason, and takes back (R8). The report stays as it is
// (R4).

#include <algorithm>
#include <charconv>
#include <memory>

#include "base/text.h"
#include "http/case_file.h"
#include "http/desk_reply.h"
#include "http/directory_json.h"
#include "http/dismissal_json.h"
#include "http/fragments.h"
#include "http/handlers.h"
#include "http/request_json.h"
#include "http/visible_version.h"
#include "lifecycle/lifecycle.h"

namespace baobei::http {
namespace {

using lifecycle::Role;
using lifecycle::SubmissionState;

struct DismissBody {
  std::string rule;
  std::optional<std::string> file;
  std::optional<std::uint32_t> line;
  std::optional<std::uint32_t> column;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(DismissBody, (), (rule, file, line, column, reason))

struct TakeBackBody {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(TakeBackBody, (), (reason))

Status check_reason(const std::string& reason) {
  const auto length = utf8_length(reason);
  const bool blank = reason.find_first_not_of(" \t\r\n") == std::string::npos;
  const bool odd = std::ranges::any_of(reason, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
  });
  if (!blank && !odd && length <= engine::kDismissalReasonCharactersMax) return {};
  return fail(ErrorKind::kInvalid, "1 to 500 characters are expected", "/reason");
}

// The reviewer of the path's mini-program.
OrProblem<lifecycle::App> reviewed_case(const Call& call, Services& services) {
  if (services.dismissals == nullptr) return std::unexpected(Problem(ProblemCode::kNoSuchRoute));
  auto app = visible_case(call, services);
  if (!app) return std::unexpected(Problem(lifecycle::Refusal::kNotRegistered));
  if (auto lacks = lacks_any_role(call, {Role::kReviewer, Role::kSeniorReviewer})) {
    return std::unexpected(std::move(*lacks));
  }
  return std::move(*app);
}

// R7, as of a decision.
bool is_own(const Call& call, const lifecycle::App& app, const lifecycle::Submission& submission) {
  const auto& person = call.principal.person;
  return lifecycle::is_own_case(app, submission,
                                {person.id, Role::kReviewer, person.org, person.unit, ""});
}

bool is_looked_at(const lifecycle::Submission& submission) {
  return submission.state == SubmissionState::kReviewing ||
         submission.state == SubmissionState::kWaitingForDeveloper ||
         (submission.state == SubmissionState::kRefused && submission.appealed);
}

struct Wanted {
  DismissBody body;
  Digest version;
  Digest report;
  engine::DismissalRow row;
  bool dry_run = false;
};

OrProblem<Wanted> wanted_dismissal(const Call& call, Services& services) {
  TRY_ASSIGN(const auto app, reviewed_case(call, services));
  TRY_ASSIGN(const auto no, path_number(call, 1));
  const auto* submission = lifecycle::find_submission(app, no);
  if (submission == nullptr) {
    return std::unexpected(Problem(lifecycle::Refusal::kUnknownSubmission));
  }
  Wanted wanted;
  TRY_ASSIGN(wanted.body, read_body<DismissBody>(call.request.body));
  TRY_ASSIGN(wanted.dry_run, flag_of(call, "dry_run"));
  TRY(check_reason(wanted.body.reason));
  if (is_own(call, app, *submission)) {
    return std::unexpected(Problem(lifecycle::Refusal::kOwnCase));
  }
  if (submission->report.is_zero()) return std::unexpected(Problem(ProblemCode::kNotFound));
  if (!is_looked_at(*submission)) {
    return std::unexpected(Problem(lifecycle::Refusal::kNotInState));
  }
  wanted.version = submission->digest;
  wanted.report = submission->report;
  auto& row = wanted.row;
  row.app = app.id;
  row.rule = wanted.body.rule;
  row.submission = no;
  row.file = wanted.body.file.value_or("");
  row.line = wanted.body.line.value_or(0);
  row.reason = wanted.body.reason;
  row.by = call.principal.person.id;
  return wanted;
}

// The finding of the report that is meant, as a fragment.
OrProblem<Digest> fragment_meant(const Wanted& wanted, engine::Contents& contents) {
  TRY_ASSIGN(const auto findings, contents.findings(wanted.report));
  const auto& body = wanted.body;
  const auto meant = std::ranges::find_if(findings, [&](const engine::ReportFinding& finding) {
    return finding.rule == body.rule && finding.at.file == wanted.row.file &&
           finding.at.line == wanted.row.line &&
           (!body.column || finding.at.column == *body.column);
  });
  if (meant == findings.end()) return std::unexpected(Problem(ProblemCode::kNotFound));
  TRY_ASSIGN(const auto fragments,
             fragments_of(wanted.row.app, wanted.version, findings, contents));
  return fragments[static_cast<std::size_t>(meant - findings.begin())];
}

OrProblem<Response> kept_on_record(Wanted wanted, Services& services, Instant now) {
  wanted.row.at = now;
  if (wanted.dry_run) {
    auto said = dismissal_json(wanted.row);
    said.erase("dismissal");
    said.emplace("dry_run", true);
    return json_text(200, json::serialize(said));
  }
  const auto no = services.dismissals->add(wanted.row);
  if (!no && no.error().kind == ErrorKind::kTooLarge) {
    return std::unexpected(Problem(ProblemCode::kTooMany));
  }
  if (!no) return std::unexpected(Problem(no.error()));
  wanted.row.no = *no;
  return json_text(201, json::serialize(dismissal_json(wanted.row)));
}

}  // namespace

json::object dismissal_json(const engine::DismissalRow& row) {
  json::object object{
      {"dismissal", row.no},          {"rule", row.rule},     {"fragment", to_hex(row.fragment)},
      {"submission", row.submission}, {"reason", row.reason}, {"by", row.by},
      {"at", format_rfc3339(row.at)}};
  if (!row.file.empty()) object.emplace("file", row.file);
  if (row.line > 0) object.emplace("line", row.line);
  if (!row.taken_back_at) return object;
  object.emplace("taken_back", json::object{{"by", row.taken_back_by},
                                            {"at", format_rfc3339(*row.taken_back_at)},
                                            {"reason", row.taken_back_reason}});
  return object;
}

Reply dismiss_finding(Call& call, Services& services) {
  auto read = wanted_dismissal(call, services);
  if (!read) return call.problem(read.error());
  const auto wanted = std::make_shared<Wanted>(std::move(*read));
  auto keep = on_desk(call, services, [&services, wanted](Instant now) {
    return kept_on_record(*wanted, services, now);
  });
  auto* pending = std::get_if<Pending>(&keep);
  if (pending == nullptr) return keep;
  return Pending([&services, wanted, keep = std::make_shared<Pending>(std::move(*pending)),
                  language = call.language](Done done) {
    const bool taken = services.background.run([&services, wanted, keep, language, done] {
      const auto fragment = fragment_meant(*wanted, *services.contents);
      if (!fragment) return done(problem_response(fragment.error(), language));
      wanted->row.fragment = *fragment;
      (*keep)(done);
    });
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

Reply list_dismissals(Call& call, Services& services) {
  if (services.dismissals == nullptr) return call.problem(ProblemCode::kNoSuchRoute);
  const auto app = visible_case(call, services);
  if (!app) return call.problem(lifecycle::Refusal::kNotRegistered);
  if (const auto lacks = lacks_any_role(
          call, {Role::kReviewer, Role::kSeniorReviewer, Role::kOperator, Role::kAuditor})) {
    return call.problem(*lacks);
  }
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  const auto standing = flag_of(call, "standing");
  if (!standing) return call.problem(standing.error());
  std::uint32_t after = 0;
  const auto* end = page->after.data() + page->after.size();
  const auto [stopped, error] = std::from_chars(page->after.data(), end, after);
  if (!page->after.empty() && (error != std::errc() || stopped != end)) {
    return call.problem(Error{ErrorKind::kInvalid, "not a cursor of this list", "after"});
  }
  const auto rows = services.dismissals->of(app->id, after, page->limit + 1);
  if (!rows) return call.problem(rows.error());
  json::array items;
  std::string next;
  for (std::size_t i = 0; i < std::min(rows->size(), page->limit); ++i) {
    const auto& row = (*rows)[i];
    next = std::to_string(row.no);
    if (!*standing || row.stands()) items.push_back(dismissal_json(row));
  }
  json::object object{{"items", std::move(items)}};
  if (rows->size() > page->limit) object.emplace("next", next);
  return json_text(200, json::serialize(object));
}

Reply take_dismissal_back(Call& call, Services& services) {
  const auto app = reviewed_case(call, services);
  if (!app) return call.problem(app.error());
  const auto no = path_number(call, 1);
  if (!no) return call.problem(no.error());
  const auto body = read_body<TakeBackBody>(call.request.body);
  if (!body) return call.problem(body.error());
  if (const auto fits = check_reason(body->reason); !fits) return call.problem(fits.error());
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  const auto rows = services.dismissals->of(app->id, *no - 1, 1);
  if (!rows) return call.problem(rows.error());
  if (rows->empty() || rows->front().no != *no) return call.problem(ProblemCode::kNotFound);
  const auto* submission = lifecycle::find_submission(*app, rows->front().submission);
  if (submission != nullptr && is_own(call, *app, *submission)) {
    return call.problem(lifecycle::Refusal::kOwnCase);
  }
  engine::TakenBack step{app->id, *no, body->reason, call.principal.person.id, {}};
  return on_desk(
      call, services,
      [&services, step, row = rows->front(),
       dry = *dry_run](Instant now) mutable -> OrProblem<Response> {
        step.at = now;
        if (dry && !row.stands()) {
          return std::unexpected(Problem(Error{ErrorKind::kConflict, "taken back already", {}}));
        }
        if (!dry) TRY(services.dismissals->take_back(step));
        row.taken_back_at = now;
        row.taken_back_by = step.by;
        row.taken_back_reason = step.reason;
        auto said = dismissal_json(row);
        if (dry) said.emplace("dry_run", true);
        return json_text(200, json::serialize(said));
      });
}

}  // namespace baobei::http
