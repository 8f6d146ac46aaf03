// Rows of a job: from the JSON of a request to the command that each of them is.
//
// A row is kept as the client wrote it and read again when its turn comes, so that the catalogue of
// that day judges it; what cannot be read is refused before the job is taken.
// Threads: pure. Owner: none.
#pragma once

#include <string>
#include <vector>

#include "catalogue/catalogue.h"
#include "engine/job_ports.h"
#include "http/problem.h"

namespace baobei::http {

struct JobRequest {
  engine::JobKind kind = engine::JobKind::kFilingAnswers;
  std::vector<engine::JobItemRow> items;
};

struct JobCommand {
  lifecycle::CommandData data;
  std::vector<engine::TextRow> texts;
  std::optional<std::string> scan;  // of an answer on paper
};

// {"kind","items":[…]}; the problem names the row at fault.
OrProblem<JobRequest> read_job(const std::string& body, const catalogue::Catalogue& catalogue);
// Rows of one kind, as JSON texts; "/items/3" in a problem is "`where`/3".
OrProblem<std::vector<engine::JobItemRow>> read_job_items(engine::JobKind kind,
                                                          const std::vector<std::string>& rows,
                                                          const catalogue::Catalogue& catalogue,
                                                          const std::string& where = "/items");

OrProblem<JobCommand> job_command(engine::JobKind kind, const std::string& body,
                                  const catalogue::Catalogue& catalogue);

// What such a command is, to see who may send it.
lifecycle::CommandData sample_of(engine::JobKind kind);

}  // namespace baobei::http
