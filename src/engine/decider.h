// Decides one request against the newest case file and turns it into a Write.
//
// Holds the decoded case files: within a batch each command sees what the earlier ones of the same
// batch decided; `forget` throws away what did not become durable.
// Threads: the writer alone. Owner: the engine's loop.
#pragma once

#include <expected>
#include <unordered_map>

#include "engine/book.h"
#include "engine/engine.h"
#include "engine/write_builder.h"

namespace baobei::engine {

struct Decided {
  std::optional<lifecycle::Refusal> refusal;  // set: nothing to write
  std::vector<lifecycle::Event> events;
  lifecycle::Revision before = 0;
  Write write;
  std::optional<lifecycle::Outlook> outlook = {};  // of a dry run of Submit
};

class Decider {
 public:
  Decider(Store& store, const Book& book, std::size_t cache_apps_max)
      : store_(store), book_(book), cache_apps_max_(cache_apps_max) {}

  // Errors are the store's; a refusal is no error. The case file kept here is advanced, but not by
  // a dry run.
  Result<Decided> decide(const Request& request, Instant stamp, Instant now);

  // Is there an end of the mini-program at D with after < D <= until (R13)?
  Result<bool> ends_within(const lifecycle::AppId& app, Instant after, Instant until);

  // What the case file says will come, by the policy in force at `at`.
  Result<std::vector<lifecycle::Deadline>> deadlines(const lifecycle::AppId& app, Instant at);

  // The newest case file; an empty one (revision 0) where the mini-program does not exist.
  Result<const CaseFile*> case_file(const lifecycle::AppId& app);

  void forget(const lifecycle::AppId& app) { cache_.erase(app); }

  // Makes room. Between batches only: within one, the cache holds what is not durable yet.
  void trim() {
    if (cache_.size() > cache_apps_max_) cache_.clear();
  }

 private:
  struct Gathered {
    lifecycle::Facts facts;
    std::vector<FactStamp> stamps;
    bool may_act = true;  // the actor is still who the command says
  };
  Result<Gathered> gather(const lifecycle::App& app, const Request& request, Instant stamp);

  Store& store_;
  const Book& book_;
  std::size_t cache_apps_max_;
  std::unordered_map<lifecycle::AppId, CaseFile> cache_;
};

}  // namespace baobei::engine
