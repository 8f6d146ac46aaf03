// Who may look into a stored version, and what of it must stay hidden.
//
// Invariants: whatever is not to be seen is kNotFound, as if it were not there (DESIGN decision
// 11). Developers see every version of their mini-programs, and so do those who see everything; an
// office sees those that were laid before it.
// Threads: any; each call reads its own snapshot.
#pragma once

#include <vector>

#include "engine/contents.h"
#include "http/call.h"
#include "lifecycle/app.h"

namespace baobei::http {

struct VisibleVersion {
  lifecycle::App app;
  Digest digest;
};

// Of the path's first two parameters.
Result<VisibleVersion> visible_version(const Call& call, Services& services);
// Another version of the same mini-program, by the same right.
Status check_sees_version(const Call& call, Services& services, const lifecycle::App& app,
                          const Digest& digest);

// The spans that the reports on this version mark as secrets.
Result<std::vector<engine::TextSpan>> secrets_of(const lifecycle::App& app, const Digest& digest,
                                                 engine::Contents& contents);
std::vector<engine::TextSpan> secrets_among(const std::vector<engine::ReportFinding>& findings);

// R8: findings of confidential rules are the platform's alone while the submission is in review.
bool sees_confidential(const engine::Viewer& viewer, const lifecycle::Submission& submission);

// A report as it is shown while those findings are hidden.
Result<std::string> without_confidential(const std::string& report, std::size_t bytes_max,
                                         const engine::Contents& contents);

// Runs `work`, which may block and gives a Response, away from the I/O threads.
template <typename Work>
Reply in_background(const Call& call, Services& services, Work work) {
  return Pending([&background = services.background, language = call.language,
                  work = std::move(work)](Done done) mutable {
    auto job = [work = std::move(work), done]() mutable { done(work()); };
    const bool taken = background.run(std::move(job));
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

}  // namespace baobei::http
