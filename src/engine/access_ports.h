// The ports to what is on record about people's own doings: who read which case or document
// (DESIGN decision 7), what was refused to reviewers and officers (R23), who decided on categories
// (R2), and what was changed in the directory. Beside ports.h.
//
// Invariants: a row is on disk before what it names was shown. Rows hold ids, codes and instants
// only. Threads: record on the engine's writer alone; what reads from any. Owner: server/main.cc.
#pragma once

#include "engine/applications.h"
#include "engine/directory_steps.h"
#include "engine/ports.h"

namespace baobei::engine {

struct CaseAccessRow {
  std::uint64_t id = 0;  // the store gives it
  lifecycle::AppId app;
  lifecycle::PersonId person;
  lifecycle::Role role = lifecycle::Role::kAuditor;
  std::string what;  // "/v1/apps/{app}/submissions/{no}"
  Instant at;
};

class CaseAccesses {
 public:
  virtual ~CaseAccesses() = default;

  virtual Status record(const CaseAccessRow& row) = 0;
  // All of them or none.
  virtual Status record_all(const std::vector<CaseAccessRow>& rows) = 0;
  // Newest first.
  virtual Result<Listed<CaseAccessRow>> of_app(const lifecycle::AppId& app, const Page& page) = 0;
};

// All that are given.
struct RecordFilter {
  lifecycle::PersonId person;
  lifecycle::AppId app;
  Instant from;  // none before it
};

struct StepFilter {
  lifecycle::PersonId person;
  lifecycle::SubjectId subject;
  Instant from;  // none before it
};

// Somebody read a case, or a document of an application for a category.
struct ReadingRow {
  lifecycle::PersonId person;
  Instant at;
  // Of a case:
  lifecycle::AppId app;
  std::optional<lifecycle::Role> role;
  std::string what;
  // Of a document:
  std::uint64_t application = 0;
  std::uint64_t document = 0;
};

// All that are given.
struct DirectoryStepFilter {
  lifecycle::PersonId person;  // who acted
  std::string about;
  Instant from;  // none before it
};

// Over all mini-programs and subjects, newest first; each page walks an index. Any thread.
class Records {
 public:
  virtual ~Records() = default;

  virtual Result<Listed<AttemptRow>> attempts(const RecordFilter& filter, const Page& page) = 0;
  // With a mini-program given: of its case alone, since no document belongs to one.
  virtual Result<Listed<ReadingRow>> readings(const RecordFilter& filter, const Page& page) = 0;
  // Of applications and grants, of every subject.
  virtual Result<Listed<StepRow>> steps(const StepFilter& filter, const Page& page) = 0;
  virtual Result<Listed<DirectoryStep>> directory_steps(const DirectoryStepFilter& filter,
                                                        const Page& page) = 0;
};

}  // namespace baobei::engine
